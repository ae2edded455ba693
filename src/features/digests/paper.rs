//! A letter as it is laid out before it is text or HTML: both are made of the same blocks, so they cannot tell different
//! figures. Knows no feature.

/// A letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The language of its words, as HTML names it.
    pub lang: &'static str,
    /// The fact first.
    pub subject: String,
    /// What mail programs show beside the subject.
    pub preheader: String,
    /// The heading.
    pub title: String,
    /// What it is bound to, in a line or two.
    pub under: Vec<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Small print, each with where it leads.
    pub foot: Vec<(String, String)>,
    /// What stands before the addresses at the end of the text.
    pub links_title: String,
}

/// A piece of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A sentence.
    Say(String),
    /// A sentence with a figure, and where its rows are.
    Count(String, String),
    /// Figures one below the other.
    Figures(Figures),
    /// Places in their order, each with a bar.
    Bars(Bars),
    /// One thing below the other.
    Items(Vec<Item>),
    /// A line that must not be broken: a hash.
    Code(String),
}

/// Figures, and what they are held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// What the columns are called after the first; as many as each line has cells.
    pub heads: Vec<String>,
    /// Line by line.
    pub lines: Vec<Line>,
}

/// A figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// By what it is counted; empty where that goes without saying.
    pub note: String,
    /// The figure, then what it is held against.
    pub cells: Vec<Cell>,
}

/// A figure in its column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// As it is read; empty where there is nothing to compare.
    pub words: String,
    /// Its rows.
    pub href: String,
}

/// Places with bars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    /// What the columns are called: place, name, value, more.
    pub heads: [String; 4],
    /// Row by row.
    pub rows: Vec<Bar>,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// 1, 2, 2, 4.
    pub place: String,
    /// Which.
    pub name: String,
    /// The figure.
    pub value: String,
    /// Out of a hundred.
    pub share: i64,
    /// What else is said of it.
    pub more: String,
    /// Its rows.
    pub href: String,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

/// One thing of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub name: String,
    /// What is said of it.
    pub note: String,
    /// Where it stands.
    pub href: String,
    /// To be noticed.
    pub is_marked: bool,
}

/// The letter as plain text: no line wider than `WIDTH` columns but for addresses, which stand at its end by number.
pub fn text(paper: &Paper) -> String {
    let mut text = Text::default();
    text.say("", &paper.title);
    for line in &paper.under {
        text.say("", line);
    }
    for block in &paper.blocks {
        text.block(block);
    }
    text.blank();
    text.lines.push("-".repeat(RULE));
    for (words, href) in &paper.foot {
        let words = text.marked(words, href);
        text.say("", &words);
    }
    text.blank();
    text.say("", &paper.links_title);
    let links: Vec<String> =
        text.links.iter().enumerate().map(|(at, link)| format!("[{}] {link}", at + 1)).collect();
    text.lines.extend(links);
    text.lines.join("\n") + "\n"
}

/// Columns of a line; a Chinese sign takes two.
pub const WIDTH: usize = 76;
const RULE: usize = 40;
/// Signs of a whole bar.
const BAR: i64 = 20;

#[derive(Default)]
struct Text {
    lines: Vec<String>,
    links: Vec<String>,
}

impl Text {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => {
                self.blank();
                self.say("", words);
                self.lines.push("-".repeat(columns(words).min(WIDTH)));
            }
            Block::Say(words) => self.say("", words),
            Block::Count(words, href) => {
                let words = self.marked(words, href);
                self.say("", &words);
            }
            Block::Code(words) => self.lines.push(format!("  {words}")),
            Block::Figures(figures) => self.figures(figures),
            Block::Bars(bars) => self.bars(bars),
            Block::Items(items) => {
                for item in items {
                    let mark = if item.is_marked { "* " } else { "- " };
                    let name = self.marked(&item.name, &item.href);
                    self.say(mark, &name);
                    if !item.note.is_empty() {
                        self.say("  ", &item.note);
                    }
                }
            }
        }
    }

    fn figures(&mut self, figures: &Figures) {
        let wide = figures.lines.iter().map(|line| columns(&line.name)).max().unwrap_or(0);
        for line in &figures.lines {
            let mut cells = line.cells.iter().map(|cell| self.marked(&cell.words, &cell.href));
            let first = cells.next().unwrap_or_default();
            let held: Vec<String> = cells
                .zip(line.cells.iter().skip(1))
                .zip(figures.heads.iter().skip(1))
                .filter(|((_, cell), _)| !cell.words.is_empty())
                .map(|((words, _), head)| format!("{head} {words}"))
                .collect();
            let mut said = format!("{}  {first}", padded(&line.name, wide));
            if !held.is_empty() {
                said = format!("{said}  ({})", held.join("; "));
            }
            self.say("", &said);
            if !line.note.is_empty() {
                self.say("    ", &line.note);
            }
        }
    }

    fn bars(&mut self, bars: &Bars) {
        let widest = |of: fn(&Bar) -> &str| bars.rows.iter().map(|row| columns(of(row))).max().unwrap_or(0);
        let (place, name, value) =
            (widest(|row| &row.place), widest(|row| &row.name), widest(|row| &row.value));
        for row in &bars.rows {
            let full = (row.share.clamp(0, 100) * BAR + 50) / 100;
            let bar = "#".repeat(full as usize) + &".".repeat((BAR - full) as usize);
            let mark = if row.is_own { ">" } else { " " };
            let said = format!(
                "{mark}{} {} {bar} {}  {}",
                before(&row.place, place),
                padded(&row.name, name),
                before(&row.value, value),
                row.more
            );
            let said = self.marked(said.trim_end(), &row.href);
            self.lines.push(said);
        }
    }

    /// The words with the number of their address.
    fn marked(&mut self, words: &str, href: &str) -> String {
        if href.is_empty() || words.is_empty() {
            return words.to_owned();
        }
        let known = self.links.iter().position(|link| link == href);
        let number = known.unwrap_or_else(|| {
            self.links.push(href.to_owned());
            self.links.len() - 1
        });
        format!("{words} [{}]", number + 1)
    }

    /// Words in lines that are narrow enough; the first begins with `mark`, the others stand below its end.
    fn say(&mut self, mark: &str, words: &str) {
        let indent = " ".repeat(columns(mark));
        for (at, line) in wrapped(words, WIDTH - columns(mark)).into_iter().enumerate() {
            self.lines.push(format!("{}{line}", if at == 0 { mark } else { &indent }));
        }
    }

    fn blank(&mut self) {
        self.lines.push(String::new());
    }
}

fn padded(words: &str, wide: usize) -> String {
    format!("{words}{}", " ".repeat(wide.saturating_sub(columns(words))))
}

fn before(words: &str, wide: usize) -> String {
    format!("{}{words}", " ".repeat(wide.saturating_sub(columns(words))))
}

/// How many columns words take.
pub fn columns(words: &str) -> usize {
    words.chars().map(wide).sum()
}

/// Two for what is drawn as wide as a Chinese sign (the blocks of UAX 11 that letters here have, and the signs that
/// Chinese fonts draw wide).
fn wide(sign: char) -> usize {
    let is_wide = matches!(sign as u32,
        0x1100..=0x115F | 0x2010..=0x2027 | 0x2030..=0x205E | 0x2190..=0x27BF | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD);
    if is_wide { 2 } else { 1 }
}

/// Lines of at most `most` columns, broken at spaces and between wide signs; never before a sign that closes.
fn wrapped(words: &str, most: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for piece in pieces(words) {
        let is_closing = piece.chars().all(closes) && !line.is_empty();
        // A sign that closes may stand two columns out; the lines are a little narrower for it.
        let long = columns(&line) + columns(piece.trim_end());
        if long > if is_closing { most } else { most - 2 } && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        let mut piece = piece;
        while columns(piece) > most {
            // A word that is wider than a line.
            let cut = piece.char_indices().nth(most - 2).map_or(piece.len(), |(at, _)| at);
            lines.push(piece[..cut].to_owned());
            piece = &piece[cut..];
        }
        line.push_str(if line.is_empty() { piece.trim_start() } else { piece });
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Signs that no line begins with: commas, stops and brackets that close, narrow and wide.
const fn closes(sign: char) -> bool {
    matches!(
        sign,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '%'
            | '\u{2019}'
            | '\u{201D}'
            | '\u{3001}'
            | '\u{3002}'
            | '\u{300B}'
            | '\u{3011}'
            | '\u{3015}'
            | '\u{FF01}'
            | '\u{FF09}'
            | '\u{FF0C}'
            | '\u{FF1A}'
            | '\u{FF1B}'
            | '\u{FF1F}'
    )
}

/// Words with the space behind them; each wide sign is one.
fn pieces(words: &str) -> Vec<&str> {
    let (mut found, mut from) = (Vec::new(), 0);
    let signs: Vec<(usize, char)> = words.char_indices().collect();
    for pair in signs.windows(2) {
        let ((_, sign), (next_at, next)) = (pair[0], pair[1]);
        if wide(sign) == 2 || wide(next) == 2 || (sign == ' ' && next != ' ') {
            found.push(&words[from..next_at]);
            from = next_at;
        }
    }
    found.push(&words[from..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_sign_takes_two_columns_and_no_line_is_wider_than_it_may_be() {
        assert_eq!(columns("济南 54.0%"), 10);
        let words = "连续两个月红灯，二期用地未批；already 3 months behind its plan。".repeat(6);
        let lines = wrapped(&words, WIDTH);
        assert!(lines.len() > 3 && lines.iter().all(|line| columns(line) <= WIDTH), "{lines:#?}");
        assert_eq!(lines.concat().replace(' ', ""), words.replace(' ', ""));
        assert!(!lines.iter().any(|line| line.starts_with(['，', '；', '。'])), "{lines:#?}");
        assert!(wrapped(&"x".repeat(200), WIDTH).iter().all(|line| columns(line) <= WIDTH));
    }

    #[test]
    fn each_address_stands_once_at_the_end_under_its_number() {
        let item = |name: &str, href: &str| Item { name: name.into(), href: href.into(), ..Item::default() };
        let items = vec![
            item("甲", "https://sd.example/1"),
            item("乙", "https://sd.example/2"),
            item("丙", "https://sd.example/1"),
        ];
        let paper =
            Paper { blocks: vec![Block::Items(items)], links_title: "链接".into(), ..Paper::default() };
        let text = text(&paper);
        assert!(text.contains("- 甲 [1]\n- 乙 [2]\n- 丙 [1]\n"), "{text}");
        assert!(text.ends_with("链接\n[1] https://sd.example/1\n[2] https://sd.example/2\n"), "{text}");
    }

    #[test]
    fn bars_are_signs_and_their_columns_stand_below_each_other() {
        let row = |place: &str, name: &str, value: &str, share| Bar {
            place: place.into(),
            name: name.into(),
            value: value.into(),
            share,
            ..Bar::default()
        };
        let rows = vec![row("1", "济南市", "54.0%", 54), row("10", "青岛", "8.0%", 8)];
        let paper = Paper { blocks: vec![Block::Bars(Bars { rows, ..Bars::default() })], ..Paper::default() };
        let text = text(&paper);
        assert!(
            text.contains("  1 济南市 ###########......... 54.0%\n 10 青岛   ##..................  8.0%"),
            "{text}"
        );
    }
}
