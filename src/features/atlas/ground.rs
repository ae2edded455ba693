//! What the map of one chain is computed from, read once for a reader: the chain's facts, what covers its segments, and how it
//! stood at the end of earlier quarters.

use super::model::gaps::{Cover, CoverKind, Gap, Standing, covered, gaps, standing};
use crate::config;
use crate::db::Conn;
use crate::features::chains::{self, Coverage, Judgement, Segment};
use crate::features::enterprises::{self, Enterprise};
use crate::features::leads::{self, Lead};
use crate::features::lists;
use crate::features::projects::{self, Attached, stage_name};
use crate::features::reference::{self, Book};
use crate::features::targets::{self, Target};
use crate::kernel::calendar::{Quarter, end_of_day, quarter_of};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Quarters that a trend shows.
const TREND: usize = 8;

/// A chain as a reader may see it.
#[derive(Debug)]
pub struct Ground {
    /// `chains.id`
    pub chain: i64,
    /// Names.
    pub book: Book,
    /// In their order, those that are switched off among them.
    pub segments: Vec<Segment>,
    /// What supplies what: from, to.
    pub supply: Vec<(i64, i64)>,
    /// By segment and place.
    pub standing: Standing,
    /// On some segment of the chain, by id.
    pub enterprises: Vec<Enterprise>,
    /// For some segment of the chain, by id.
    pub targets: Vec<Target>,
    /// On some segment of the chain, not lost, by id.
    pub leads: Vec<Lead>,
    /// On some segment of the chain, by id.
    pub projects: Vec<Attached>,
    /// The newest published list.
    pub list: Option<Quarter>,
    /// Names of the enterprises that its targets are tied to, on whichever chain they stand.
    pub tied: HashMap<i64, String>,
    /// What covers its segments.
    pub covers: Vec<Cover>,
    /// Every judgement, the newest last.
    judgements: Vec<Judgement>,
    /// On which list which of the projects stand.
    listed: BTreeMap<Quarter, BTreeSet<i64>>,
    scope: Scope,
}

impl Ground {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a chain that is none.
    pub fn read(conn: &mut Conn, scope: &Scope, chain: i64) -> Result<Self> {
        let book = reference::book(conn)?;
        if !book.chains.iter().any(|one| one.id == chain) {
            return Err(Error::NotFound);
        }
        let segments = chains::segments(conn, chain)?;
        let ids: Vec<i64> = segments.iter().map(|segment| segment.id).collect();
        let judgements = chains::judgements(conn, (scope, scope.first().province()), &ids)?;
        let of_chain = enterprises::Filter { chain: Some(chain), ..enterprises::Filter::default() };
        let projects = projects::attached(conn, scope, &ids)?;
        let listed = lists::on_lists(conn, &projects.iter().map(|project| project.id).collect::<Vec<_>>())?;
        let of_targets = targets::Filter { chain: Some(chain), ..targets::Filter::default() };
        let targets = targets::everywhere(conn, scope, &of_targets)?;
        let ties: Vec<i64> = targets.iter().flat_map(|target| target.ties.iter().copied()).collect();
        let on_chain = |lead: &Lead| lead.segment_id.is_some_and(|id| ids.contains(&id));
        let mut ground = Self {
            chain,
            supply: chains::supply(conn, chain)?,
            standing: standing(judgements.iter().cloned()),
            enterprises: enterprises::everywhere(conn, scope, &of_chain)?,
            tied: enterprises::names(conn, scope, &ties)?,
            targets,
            leads: leads::alive(conn, scope)?.into_iter().filter(on_chain).collect(),
            list: listed.keys().next_back().copied(),
            covers: Vec::new(),
            book,
            segments,
            projects,
            judgements,
            listed,
            scope: scope.clone(),
        };
        ground.covers = ground.covers_by(ground.list, None);
        Ok(ground)
    }

    /// Whether a place lies in the reader's scope.
    pub fn sees(&self, place: DivisionCode) -> bool {
        self.scope.covers(place)
    }

    /// One of its segments.
    pub fn segment(&self, id: i64) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.id == id)
    }

    /// Every judgement of a segment, the newest first.
    pub fn judgements_of(&self, segment: i64) -> Vec<&Judgement> {
        self.judgements.iter().rev().filter(|one| one.segment_id == segment).collect()
    }

    /// The places that the reader sees whole: her cities, and for the whole province this and all of them.
    pub fn places(&self) -> Vec<DivisionCode> {
        let hers = self.book.cities().map(|city| city.code).filter(|city| self.scope.covers(*city));
        let whole = self.scope.is_whole_province().then(|| self.scope.first().province());
        whole.into_iter().chain(hers).collect()
    }

    /// What is missing or weak in these places.
    pub fn gaps(&self, places: &[DivisionCode]) -> Vec<Gap> {
        gaps(&self.segments, places, &self.standing, &self.covers)
    }

    /// How much of it is there in a place.
    pub fn coverage(&self, weights: &config::Atlas, place: DivisionCode) -> Coverage {
        covered(weights, &self.segments, place, &self.standing, &self.covers)
    }

    /// How much of it was there at the end of each quarter since somebody judged it first, the last of them the one that
    /// runs: by the judgements of then, the list of then and what was signed by then. Segments and the projects on them are
    /// those of today.
    pub fn trend(
        &self,
        weights: &config::Atlas,
        place: DivisionCode,
        (today, zone): (NaiveDate, Tz),
    ) -> Vec<(Quarter, Coverage)> {
        let first = self.judgements.iter().map(|one| one.written_at).min();
        let mut quarters = Vec::new();
        let mut quarter = quarter_of(today);
        while quarters.len() < TREND
            && first.is_some_and(|first| end_of_day(quarter.last_day(), zone) >= first)
        {
            quarters.push(quarter);
            quarter = quarter.previous();
        }
        quarters.reverse();
        quarters
            .into_iter()
            .map(|quarter| (quarter, self.coverage_of(weights, place, (quarter, zone))))
            .collect()
    }

    fn coverage_of(
        &self,
        weights: &config::Atlas,
        place: DivisionCode,
        (quarter, zone): (Quarter, Tz),
    ) -> Coverage {
        let covers = self.covers_by(Some(quarter), Some(quarter.last_day()));
        covered(weights, &self.segments, place, &self.standing_at((quarter, zone)), &covers)
    }

    /// The judgements that stood at the end of a quarter.
    pub fn standing_at(&self, (quarter, zone): (Quarter, Tz)) -> Standing {
        let end = end_of_day(quarter.last_day(), zone);
        standing(self.judgements.iter().filter(|one| one.written_at <= end).cloned())
    }

    /// What was missing or weak in these places at the end of a quarter, by the judgements of then, and which of them somebody
    /// had judged at all.
    pub fn then(&self, places: &[DivisionCode], at: (Quarter, Tz)) -> (Vec<Gap>, Standing) {
        let standing = self.standing_at(at);
        let covers = self.covers_by(Some(at.0), Some(at.0.last_day()));
        (gaps(&self.segments, places, &standing, &covers), standing)
    }

    /// When somebody judged a segment of it first.
    pub fn judged_first(&self) -> Option<Instant> {
        self.judgements.iter().map(|one| one.written_at).min()
    }

    /// What covers the segments: by the list of this quarter, or the one before it, and by the leads that were signed until a
    /// day.
    fn covers_by(&self, list: Option<Quarter>, until: Option<NaiveDate>) -> Vec<Cover> {
        let nothing = BTreeSet::new();
        let listed = list
            .and_then(|quarter| self.listed.range(..=quarter).next_back())
            .map_or(&nothing, |(_, ids)| ids);
        let enterprises = self.enterprises.iter().flat_map(|one| {
            one.positions.iter().map(|position| Cover {
                kind: CoverKind::Enterprise,
                id: one.id,
                name: one.name.clone(),
                segment_id: position.segment_id,
                division: one.division,
                state: position.role.name().into(),
                counts: false,
            })
        });
        let projects =
            self.projects.iter().filter(|project| listed.contains(&project.id)).map(|project| Cover {
                kind: CoverKind::Project,
                id: project.id,
                name: project.name.clone(),
                segment_id: project.segment_id,
                division: project.division,
                state: project.stage.map_or_else(|| "atlas-stage-unknown".into(), stage_name),
                counts: true,
            });
        // A lead that waits behind another city works on nothing. One that has become a project counts as signed until that
        // stands on a list.
        let is_listed = |lead: &Lead| lead.project_id.is_some_and(|project| listed.contains(&project));
        let living = self.leads.iter().filter(|lead| !lead.is_taken && !is_listed(lead));
        let leads = living.filter_map(|lead| {
            let is_signed = lead.signed_on.is_some_and(|day| until.is_none_or(|until| day <= until));
            Some(Cover {
                kind: CoverKind::Lead,
                id: lead.id,
                name: lead.target.clone(),
                segment_id: lead.segment_id?,
                division: lead.division,
                state: lead.status.name().into(),
                counts: is_signed,
            })
        });
        enterprises.chain(projects).chain(leads).collect()
    }
}
