//! What a feature tells the reader about its table: the fields it wants, under which header spellings they come, and
//! what kind of value a cell must hold. The reader knows nothing else about the feature.

/// One field of a feature's table.
#[derive(Clone, Debug)]
pub struct Column {
    /// The field's name, as the API spells it.
    pub field: &'static str,
    /// What a cell must hold.
    pub kind: Kind,
    /// Header spellings, the best one first; it also names the field in sentences.
    pub aliases: Vec<String>,
    /// A sheet without this column is no table of the feature, and a row that leaves the cell empty is an error.
    pub required: bool,
}

impl Column {
    /// A column that may be missing.
    pub fn new<S: Into<String>>(
        field: &'static str,
        kind: Kind,
        aliases: impl IntoIterator<Item = S>,
    ) -> Self {
        Self { field, kind, aliases: aliases.into_iter().map(Into::into).collect(), required: false }
    }

    /// The same column, but the table is none without it.
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// How sentences name the field: as its best header spelling.
    pub fn label(&self) -> &str {
        self.aliases.first().map_or(self.field, String::as_str)
    }
}

/// What a cell of a column must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of at most `max` characters.
    Text {
        /// Most characters.
        max: usize,
    },
    /// Several lines of at most `max` characters together.
    Multiline {
        /// Most characters.
        max: usize,
    },
    /// An amount; its unit stands in the cell, the header or above the table.
    Money,
    /// A date as precise as it was written.
    Date,
    /// `2023—2025`: fills two fields.
    Range {
        /// Field of the planned start.
        start: &'static str,
        /// Field of the planned finish.
        finish: &'static str,
    },
    /// A whole number, not negative.
    Integer,
    /// The running number of the row. Kept as text; a row that has nothing else is an unused template row.
    Serial,
}

impl Kind {
    /// Whether any words may stand in the cell.
    pub(super) const fn is_words(self) -> bool {
        matches!(self, Self::Text { .. } | Self::Multiline { .. })
    }
}
