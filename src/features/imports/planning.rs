//! The registry's own kind: from a workbook's rows to a plan. Understand, pair with the records, compare. Reads only.
//! Called whenever a plan is shown and once more inside the transaction that applies it, so that what is applied is what
//! holds then.

use super::kinds::Rows;
use super::matching::{self, Found, Seeker};
use super::model::{Change, Import, Kind, Outcome, Plan, RowPlan};
use super::opened::{Asker, Opened};
use super::row_deed::RowDeed;
use crate::db::Conn;
use crate::features::projects::{self, Facts, Identity, Project, SheetRow, Source};
use crate::features::reference::{self, Book};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::sheet::{Column, Level, Remark};
use crate::web::Lang;
use chrono::Datelike;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows whose records are looked up together; bounded, because every name is a parameter of the query.
const AT_ONCE: usize = 500;

/// Rows of the registry.
pub struct Registry;

impl Rows for Registry {
    fn kind(&self) -> Kind {
        Kind::Projects
    }

    fn deed(&self) -> Deed {
        Deed::EditProjects
    }

    fn columns(&self) -> Vec<Column> {
        projects::columns()
    }

    fn plan(&self, conn: &mut Conn, import: &Import, opened: &Opened, asker: &Asker<'_>) -> Result<Plan> {
        plan(conn, import, opened, asker)
    }
}

/// What the workbook would do to the registry as it stands.
fn plan(conn: &mut Conn, import: &Import, opened: &Opened, asker: &Asker<'_>) -> Result<Plan> {
    let book = reference::book(conn)?;
    let home = home(import, &asker.caller.scope);
    let setting = projects::Setting { book: &book, home, today: asker.today };
    let source = source(import, &book, home);
    let mut planner = Planner {
        book: &book,
        asker,
        source,
        plan: Plan::default(),
        bases: HashMap::new(),
        locked: BTreeMap::new(),
        said: HashSet::new(),
    };
    let mut rows = Vec::new();
    for reading in &opened.readings {
        let (mut read, remarks) = projects::read_rows(reading, setting);
        let said = |remark: &Remark| (remark.sheet.clone(), remark.cell.row + 1, remark.message.id);
        planner.said.extend(remarks.iter().map(said));
        planner.plan.remarks.extend(remarks);
        planner.plan.declared.insert(reading.sheet.clone(), reading.declared.clone());
        rows.append(&mut read);
    }
    planner.refuse_foreign(&mut rows);
    let keys_are_ours = opened.book.properties().get("instance").is_some_and(|id| id == asker.instance);
    let (seekers, records) = seek(conn, &rows, asker, keys_are_ours)?;
    planner.bases = bases(conn, &rows, &records, asker, keys_are_ours)?;
    if !asker.caller.scope.is_whole_province() {
        let ids: Vec<i64> = records.keys().copied().collect();
        planner.locked = projects::locked(conn, &ids, asker.now)?;
    }
    for (row, found) in rows.iter().zip(matching::pair(&seekers)) {
        let row = planner.row(row, &rows, found, &records)?;
        planner.plan.rows.push(row);
    }
    let mut plan = planner.plan;
    opened.sort(&mut plan.remarks);
    Ok(plan)
}

/// Where a row belongs that names no place: the upload's city, else the sender's one place, else the province.
fn home(import: &Import, scope: &Scope) -> DivisionCode {
    match (import.city, scope.places()) {
        (Some(city), [one]) if city.contains(*one) => *one,
        (Some(city), _) => city,
        (None, [one]) => *one,
        (None, _) => scope.first().province(),
    }
}

/// Who speaks through this workbook. The same sender corrects itself; two senders never overrule each other.
fn source(import: &Import, book: &Book, home: DivisionCode) -> Source {
    Source::workbook(book.name(Lang::Zh, home.city().unwrap_or(home)), import.id)
}

/// What each row may be, and the records in full.
fn seek(
    conn: &mut Conn,
    rows: &[SheetRow],
    asker: &Asker<'_>,
    keys_are_ours: bool,
) -> Result<(Vec<Seeker>, HashMap<i64, Project>)> {
    let identity = |row: &SheetRow| {
        let key = row.key.filter(|_| keys_are_ours).map_or(0, |key| key.project_id);
        Identity::of(key, &row.facts)
    };
    let identities: Vec<Identity> = rows.iter().map(identity).collect();
    let mut known: HashMap<i64, Identity> = HashMap::new();
    for some in identities.chunks(AT_ONCE) {
        let found = projects::candidates(conn, &asker.caller.scope, some)?;
        known.extend(found.into_iter().map(|identity| (identity.id, identity)));
    }
    let mut records = HashMap::new();
    let mut ids: Vec<i64> = known.keys().copied().collect();
    ids.sort_unstable();
    for some in ids.chunks(AT_ONCE) {
        let found = projects::projects_by_ids(conn, &asker.caller.scope, some, asker.today.year())?;
        records.extend(found.into_iter().map(|project| (project.id, project)));
    }
    let index = Index::of(&known);
    let seekers = identities.into_iter().map(|identity| {
        let hidden_key = Some(identity.id).filter(|id| known.contains_key(id));
        let known = index.like(&identity);
        Seeker { identity: Identity { id: 0, ..identity }, hidden_key, known }
    });
    Ok((seekers.collect(), records))
}

/// The versions that rows were exported from, where the record has a newer one.
fn bases(
    conn: &mut Conn,
    rows: &[SheetRow],
    records: &HashMap<i64, Project>,
    asker: &Asker<'_>,
    keys_are_ours: bool,
) -> Result<HashMap<i64, Facts>> {
    let mut bases = HashMap::new();
    for key in rows.iter().filter_map(|row| row.key).filter(|_| keys_are_ours) {
        if records.get(&key.project_id).is_some_and(|record| key.version < record.version) {
            let facts =
                projects::as_of(conn, &asker.caller.scope, key.project_id, key.version, asker.today.year())?;
            bases.insert(key.project_id, facts);
        }
    }
    Ok(bases)
}

/// Records by what a row may find them by.
struct Index<'a> {
    known: &'a HashMap<i64, Identity>,
    by_word: HashMap<&'a str, Vec<i64>>,
}

impl<'a> Index<'a> {
    fn of(known: &'a HashMap<i64, Identity>) -> Self {
        let mut by_word: HashMap<&str, Vec<i64>> = HashMap::new();
        for identity in known.values() {
            for word in words(identity) {
                by_word.entry(word).or_default().push(identity.id);
            }
        }
        Self { known, by_word }
    }

    /// Records that share a name, a unit or a code with the row, by id.
    fn like(&self, row: &Identity) -> Vec<Identity> {
        let mut ids: Vec<i64> =
            words(row).filter_map(|word| self.by_word.get(word)).flatten().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids.iter().filter_map(|id| self.known.get(id)).cloned().collect()
    }
}

fn words(identity: &Identity) -> impl Iterator<Item = &str> {
    let others = [identity.unit_key.as_deref(), identity.project_code.as_deref()];
    std::iter::once(identity.name_key.as_str()).chain(others.into_iter().flatten())
}

struct Planner<'a> {
    book: &'a Book,
    asker: &'a Asker<'a>,
    source: Source,
    plan: Plan,
    /// What records were when the rows of our own export were written, where they have changed since.
    bases: HashMap<i64, Facts>,
    /// Nominated records, which the sender may not change, each with its list.
    locked: BTreeMap<i64, Quarter>,
    /// Sentences of the cells themselves, by sheet and row.
    said: HashSet<(String, u32, &'static str)>,
}

impl Planner<'_> {
    /// A row of another place is an error at the cell that says so. What exists there is not looked up.
    fn refuse_foreign(&mut self, rows: &mut [SheetRow]) {
        for row in rows {
            if self.asker.caller.scope.covers(row.facts.division) {
                continue;
            }
            let place = self.book.name(Lang::Zh, row.facts.division);
            let own: Vec<String> =
                self.asker.caller.scope.places().iter().map(|code| self.book.name(Lang::Zh, *code)).collect();
            let message = if row.facts.division.is_province() {
                Message::new("imports-place-needed").with("own", own.join(", "))
            } else {
                Message::new("imports-foreign-row").with("place", place).with("own", own.join(", "))
            };
            row.has_error = true;
            self.remark(row, "city", Level::Error, message);
        }
    }

    fn row(
        &mut self,
        row: &SheetRow,
        rows: &[SheetRow],
        found: Found,
        records: &HashMap<i64, Project>,
    ) -> Result<RowPlan> {
        let mut plan = RowPlan {
            sheet: row.sheet.clone(),
            number: row.number,
            outcome: Outcome::Error,
            project: None,
            facts: projects::values(&row.facts),
            deed: None,
            changes: Vec::new(),
            cells: row.cells.clone(),
            suspects: Vec::new(),
        };
        if row.has_error {
            return Ok(plan);
        }
        let mut facts = row.facts.clone();
        match found {
            Found::KeyTaken(first) => {
                let message = Message::new("imports-key-twice")
                    .with("row", rows.get(first).map_or(0, |row| row.number));
                self.remark(row, "name", Level::Error, message);
                return Ok(plan);
            }
            Found::New { suspects, twin } => {
                self.remark_on_new(row, rows, twin, &suspects, records);
                plan.suspects = suspects;
                plan.outcome = Outcome::New;
            }
            Found::Same(id) => {
                let Some(record) = records.get(&id) else { return Err(Error::NotFound) };
                let laid = projects::lay_over(record, row, self.bases.get(&id), &self.source.label);
                for (fact, level, message) in laid.remarks {
                    self.remark(row, fact, level, message);
                }
                plan.project = Some((record.id, record.version));
                plan.changes = changes(&record.facts, &laid.facts);
                plan.outcome = if plan.changes.is_empty() { Outcome::Unchanged } else { Outcome::Changed };
                plan.facts = projects::values(&laid.facts);
                facts = laid.facts;
                if let Some(quarter) = self.locked.get(&id).filter(|_| plan.outcome == Outcome::Changed) {
                    let message = Message::new("projects-locked").with("quarter", quarter);
                    self.remark(row, "name", Level::Error, message);
                    plan.outcome = Outcome::Error;
                    return Ok(plan);
                }
            }
        }
        if plan.outcome == Outcome::Unchanged {
            return Ok(plan);
        }
        if self.check(row, &facts)? {
            plan.deed = Some(self.deed(plan.project, facts));
        } else {
            plan.outcome = Outcome::Error;
        }
        Ok(plan)
    }

    /// Enters the project, or changes it if it still has the version that was compared.
    fn deed(&self, record: Option<(i64, i64)>, facts: Facts) -> RowDeed {
        let (source, now, today) = (self.source.clone(), self.asker.now, self.asker.today);
        RowDeed::new(move |conn, caller| {
            let facts = facts.clone();
            let done = match record {
                None => projects::create(conn, caller, facts, &source, now, today)?,
                Some((id, version)) => {
                    projects::change(conn, caller, id, Some(version), facts, None, &source, now, today)?
                }
            };
            Ok((done.id, done.version))
        })
    }

    fn remark_on_new(
        &mut self,
        row: &SheetRow,
        rows: &[SheetRow],
        twin: Option<usize>,
        suspects: &[i64],
        records: &HashMap<i64, Project>,
    ) {
        if let Some(first) = twin.and_then(|at| rows.get(at)) {
            let message = Message::new("imports-name-twice").with("row", first.number);
            self.remark(row, "name", Level::Warning, message);
        }
        let names: Vec<String> = suspects
            .iter()
            .take(3)
            .filter_map(|id| records.get(id))
            .map(|record| format!("#{} {}", record.id, record.facts.name))
            .collect();
        if !names.is_empty() {
            let message = Message::new("imports-suspects").with("names", names.join(", "));
            self.remark(row, "name", Level::Warning, message);
        }
    }

    /// The registry's own checks. What the cells have already said is not said again; what the row does not speak of
    /// is the record's business, unless it refuses.
    fn check(&mut self, row: &SheetRow, facts: &Facts) -> Result<bool> {
        match projects::check(facts, self.book, self.asker.today) {
            Ok(warnings) => {
                for warning in warnings {
                    if row.cells.contains_key(warning.field) && !self.has_said(row, &warning.message) {
                        self.remark(row, warning.field, Level::Warning, warning.message);
                    }
                }
                Ok(true)
            }
            Err(Error::Invalid(refused)) => {
                for FieldError { field, message } in refused {
                    self.remark(row, &field, Level::Error, message);
                }
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    fn has_said(&self, row: &SheetRow, message: &Message) -> bool {
        self.said.contains(&(row.sheet.clone(), row.number, message.id))
    }

    /// A remark at the cell of a fact, or at the name when the fact has no cell.
    fn remark(&mut self, row: &SheetRow, fact: &str, level: Level, message: Message) {
        let place = ["city", "county", "address"];
        let of_place =
            || place.iter().filter(|_| place.contains(&fact)).find_map(|other| row.cells.get(other));
        let cell = row.cells.get(fact).or_else(of_place);
        self.plan.remarks.push(Remark {
            sheet: row.sheet.clone(),
            cell: cell.copied().unwrap_or(row.name_cell),
            field: None,
            level,
            message,
            value: String::new(),
            suggestion: None,
        });
    }
}

fn changes(record: &Facts, facts: &Facts) -> Vec<Change> {
    let differences = projects::differences(record, facts).into_iter();
    differences.map(|(field, from, to)| Change { field, from, to }).collect()
}
