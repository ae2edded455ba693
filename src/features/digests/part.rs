//! What of an issue is one reader's: the figures of her places beside those of the province, the red lights, what moved,
//! what waits for her. Names only within her scope, figures of cities for everybody, as a bulletin does it. Pure.

use super::ground::{Before, Ground, MonthLights};
use super::model::{Last, Occasion, Told};
use crate::features::indicators::{
    Bulletin, Dimension, Figures, Group, Indicator, Measured, Moment, members,
};
use crate::features::leads::Pipeline;
use crate::features::lists::{ComparedItem, Gone, Kept, PublishedEntry};
use crate::features::problems::Problem;
use crate::features::projects::{Light, Lit};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::money::Money;
use std::collections::{BTreeMap, BTreeSet};

/// Figures of some places, and what they were before.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Now.
    pub now: Figures,
    /// On the list before.
    pub before: Option<Figures>,
    /// Whether anything is known of the total, of the year's plan, and of what was done of it.
    pub known: [bool; 3],
    /// Of these, red now and not before; none where the lights of then are not known.
    pub newly_red: Option<i64>,
}

/// A city among the cities.
#[derive(Clone, Debug)]
pub struct City {
    /// Which.
    pub code: DivisionCode,
    /// Its figures.
    pub figures: Figures,
    /// Its place by the completion rate; none without a plan.
    pub place: Option<u32>,
    /// Its place before, where the two can be compared.
    pub before: Option<u32>,
    /// Whether the reader belongs there.
    pub is_own: bool,
}

/// A project with a red light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Red {
    /// Which.
    pub project_id: i64,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub division: DivisionCode,
    /// Why, in Chinese and in English.
    pub why: Option<(String, String)>,
    /// Red now and not when the reader, or the list before, was told last; none where that is not known.
    pub is_new: Option<bool>,
}

/// What entered and left, in the reader's scope.
#[derive(Clone, Debug, Default)]
pub struct Moves<'a> {
    /// 增补
    pub added: Vec<&'a ComparedItem>,
    /// 退出
    pub exited: Vec<&'a Gone>,
    /// Done since the list before, the most first.
    pub done: Vec<(&'a Kept, Money)>,
    /// At a later stage than before.
    pub forward: Vec<&'a Kept>,
    /// At an earlier one.
    pub back: Vec<&'a Kept>,
    /// 储备类→实施类
    pub up: Vec<&'a Kept>,
    /// 实施类→储备类
    pub down: Vec<&'a Kept>,
}

/// What one reader is told.
#[derive(Debug)]
pub struct Part<'a> {
    /// What it is made of.
    pub ground: &'a Ground,
    /// What she may see by name.
    pub scope: &'a Scope,
    /// Of the whole province; none of a month without a bulletin.
    pub province: Option<Standing>,
    /// Of her places; none where they are the whole province, or nothing was measured.
    pub own: Option<Standing>,
    /// By place, then by code; what has no place comes last.
    pub cities: Vec<City>,
    /// In her scope; none where no light is known.
    pub red: Option<Vec<Red>>,
    /// Of a quarter with a list before.
    pub moves: Option<Moves<'a>>,
    /// What waits for her level, in her scope.
    pub problems: &'a [Problem],
    /// The leads of her scope.
    pub pipeline: &'a Pipeline,
    /// How many of the counted projects in her scope have no light in the month.
    pub unlit: usize,
    /// What she was told last, and when she was.
    pub last: Option<&'a Last>,
}

impl<'a> Part<'a> {
    /// One reader's.
    ///
    /// # Errors
    /// When a sum leaves 64 bits.
    pub fn of(
        ground: &'a Ground,
        scope: &'a Scope,
        (problems, pipeline): (&'a [Problem], &'a Pipeline),
        last: Option<&'a Last>,
    ) -> Result<Self> {
        let mut part = Self {
            ground,
            scope,
            province: None,
            own: None,
            cities: Vec::new(),
            red: None,
            moves: ground.before.as_ref().map(|before| moves(before, scope)),
            problems,
            pipeline,
            unlit: 0,
            last,
        };
        match ground.occasion {
            Occasion::Quarter(_) => part.measure_quarter()?,
            Occasion::Month(_) => part.measure_month()?,
        }
        Ok(part)
    }

    fn measure_quarter(&mut self) -> Result<()> {
        let (ground, scope) = (self.ground, self.scope);
        let before = ground.before.as_ref().map(|before| (before.rows(), before.moment(), &before.lights));
        let now = (ground.rows(), ground.moment(), &ground.lights);
        let province = Scope::from(scope.first().province());
        self.province = Some(standing(&now, before.as_ref(), &province)?);
        self.own = self.is_scoped().then(|| standing(&now, before.as_ref(), scope)).transpose()?;
        let earlier = match &before {
            // Plans and what is done of them begin anew with each year.
            Some((rows, moment, _)) if moment.year == now.1.year => places(&self.by_city(rows, *moment)?),
            _ => BTreeMap::new(),
        };
        self.cities = self.ranked(self.by_city(&now.0, now.1)?, &earlier);
        self.unlit = unlit(&now.0, scope);
        self.red = ground.lights.are_known().then(|| {
            let was = before.map(|(.., lights)| lights).filter(|lights| lights.are_known());
            red_of_list(ground, scope, was)
        });
        Ok(())
    }

    fn measure_month(&mut self) -> Result<()> {
        let ground = self.ground;
        let told_red = self.last.and_then(|last| last.told.red.as_ref());
        let told_red: Option<BTreeSet<i64>> = told_red.map(|red| red.iter().copied().collect());
        let is_new = |project: i64| told_red.as_ref().map(|red| !red.contains(&project));
        let Some(bulletin) = &ground.bulletin else {
            self.unlit = unlit(&ground.rows(), self.scope);
            self.red = ground.lights.are_known().then(|| {
                let mut red = red_of_list(ground, self.scope, None);
                for one in &mut red {
                    one.is_new = is_new(one.project_id);
                }
                red
            });
            return Ok(());
        };
        let month = &bulletin.edition.month;
        let rows: Vec<Measured> = month.lines.iter().map(|line| line.measured.clone()).collect();
        let now = (rows, month.moment(), &ground.lights);
        let province = Scope::from(self.scope.first().province());
        self.province = Some(standing(&now, None, &province)?);
        self.own = self.is_scoped().then(|| standing(&now, None, self.scope)).transpose()?;
        self.cities = self.ranked(self.by_city(&now.0, now.1)?, &BTreeMap::new());
        let hers: Vec<Measured> =
            now.0.iter().filter(|row| self.scope.covers(row.division)).cloned().collect();
        self.unlit = unlit(&hers, self.scope);
        let counted = counted(&hers);
        let red = month.lines.iter().filter(|line| line.measured.light == Some(Light::Red));
        let red = red.filter(|line| counted.contains(&line.measured.project_id)).map(|line| Red {
            project_id: line.measured.project_id,
            name: line.name.clone(),
            division: line.measured.division,
            why: line.why.as_ref().map(|why| (why.zh.clone(), why.en.clone())),
            is_new: is_new(line.measured.project_id),
        });
        self.red = Some(red.collect());
        Ok(())
    }

    /// Whether she sees a part of the province only.
    pub fn is_scoped(&self) -> bool {
        !self.scope.is_whole_province()
    }

    /// The figures that are hers: of her places, else of the province.
    pub fn hers(&self) -> Option<&Standing> {
        self.own.as_ref().or(self.province.as_ref())
    }

    /// Whether the figures of a year can be held against those of the list before.
    pub fn is_same_year(&self) -> bool {
        self.ground.before.as_ref().is_some_and(|before| before.moment().year == self.ground.moment().year)
    }

    /// What is kept of it for her next one.
    pub fn told(&self) -> Told {
        let hers = self.hers();
        let completion = hers.and_then(|hers| hers.now.measure(Indicator::CompletionRate).operands);
        let of_list = || {
            let rows = self.ground.rows().into_iter().filter(|row| self.scope.covers(row.division));
            counted(&rows.collect::<Vec<_>>()).len()
        };
        Told {
            of: self.ground.occasion.to_string(),
            count: hers.map_or_else(|| of_list() as i64, |hers| hers.now.count),
            completion,
            year: self.ground.occasion.month().year(),
            red: self.red.as_ref().map(|red| red.iter().map(|one| one.project_id).collect()),
            problems: self.problems.iter().map(|problem| problem.id).collect(),
        }
    }

    fn by_city(&self, rows: &[Measured], moment: Moment) -> Result<Vec<Group>> {
        let cities: Vec<DivisionCode> = self.ground.book.cities().map(|city| city.code).collect();
        let mut measured = Bulletin::of(rows, moment, &[Dimension::City], &cities)?;
        Ok(measured.groupings.pop().map(|grouping| grouping.groups).unwrap_or_default())
    }

    fn ranked(&self, groups: Vec<Group>, before: &BTreeMap<DivisionCode, u32>) -> Vec<City> {
        let city = |group: Group| {
            let code = DivisionCode::parse(group.key.as_deref()?).ok()?;
            let is_own =
                self.is_scoped() && self.scope.places().iter().any(|place| place.city() == Some(code));
            let place = group.ranks.completion_rate;
            Some(City { code, figures: group.figures, place, before: before.get(&code).copied(), is_own })
        };
        let mut cities: Vec<City> = groups.into_iter().filter_map(city).collect();
        cities.sort_by_key(|city| (city.place.unwrap_or(u32::MAX), city.code));
        cities
    }
}

fn places(groups: &[Group]) -> BTreeMap<DivisionCode, u32> {
    let place = |group: &Group| {
        Some((DivisionCode::parse(group.key.as_deref()?).ok()?, group.ranks.completion_rate?))
    };
    groups.iter().filter_map(place).collect()
}

/// Rows, when they were measured, and the lights of then.
type Measuring<'a> = (Vec<Measured>, Moment, &'a MonthLights);

fn standing(now: &Measuring<'_>, before: Option<&Measuring<'_>>, scope: &Scope) -> Result<Standing> {
    let within = |rows: &[Measured]| -> Vec<Measured> {
        rows.iter().filter(|row| scope.covers(row.division)).cloned().collect()
    };
    let figures = |rows: &[Measured], moment| Figures::of(&members(&within(rows)), moment);
    let rows = within(&now.0);
    let newly = before.filter(|(.., lights)| lights.are_known() && now.2.are_known()).map(|(.., was)| {
        let counted = counted(&rows);
        let rows = rows.iter().filter(|row| counted.contains(&row.project_id));
        rows.filter(|row| row.light == Some(Light::Red) && !was.is_red(row.project_id)).count() as i64
    });
    let known: [fn(&Measured) -> Option<Money>; 3] = [|row| row.total, |row| row.annual_plan, |row| row.ytd];
    Ok(Standing {
        known: known.map(|pick| rows.iter().any(|row| pick(row).is_some())),
        now: figures(&now.0, now.1)?,
        before: before.map(|(rows, moment, _)| figures(rows, *moment)).transpose()?,
        newly_red: newly,
    })
}

/// What is counted of some rows: a bundle that is among them stands for its parts.
fn counted(rows: &[Measured]) -> BTreeSet<i64> {
    members(rows).iter().filter(|member| member.counts).map(|member| member.measured.project_id).collect()
}

/// How many of the counted rows in a scope have no light.
fn unlit(rows: &[Measured], scope: &Scope) -> usize {
    let hers: Vec<Measured> = rows.iter().filter(|row| scope.covers(row.division)).cloned().collect();
    let counted = counted(&hers);
    hers.iter().filter(|row| row.light.is_none() && counted.contains(&row.project_id)).count()
}

/// The red lights of the list's projects in a scope, in the list's order; `was` are the lights that they are held against.
fn red_of_list(ground: &Ground, scope: &Scope, was: Option<&MonthLights>) -> Vec<Red> {
    let red = |entry: &PublishedEntry| {
        let lit: &Lit = ground.lights.of.get(&entry.project_id).filter(|lit| lit.colour == Light::Red)?;
        let why = lit.reasons.first().map(|why| (why.zh.clone(), why.en.clone()));
        Some(Red {
            project_id: entry.project_id,
            name: entry.facts.name.clone(),
            division: entry.facts.division,
            why,
            is_new: was.map(|was| !was.is_red(entry.project_id)),
        })
    };
    let rows: Vec<Measured> = ground.rows().into_iter().filter(|row| scope.covers(row.division)).collect();
    let counted = counted(&rows);
    ground.list.entries.iter().filter(|entry| counted.contains(&entry.project_id)).filter_map(red).collect()
}

fn moves<'a>(before: &'a Before, scope: &Scope) -> Moves<'a> {
    let comparison = &before.comparison;
    let kept: Vec<&Kept> = comparison.kept().filter(|kept| scope.covers(kept.after.facts.division)).collect();
    let mut done: Vec<(&Kept, Money)> =
        kept.iter().filter_map(|kept| Some((*kept, done_since(kept)?))).collect();
    done.sort_by_key(|(kept, amount)| (std::cmp::Reverse(*amount), kept.after.project_id));
    let hers = |kept: &&Kept| scope.covers(kept.after.facts.division);
    let stages = |kept: &&&Kept| kept.before.facts.stage.zip(kept.after.facts.stage);
    Moves {
        added: comparison.added.iter().filter(|item| scope.covers(item.facts.division)).collect(),
        exited: comparison.exited.iter().filter(|gone| scope.covers(gone.item.facts.division)).collect(),
        done,
        up: comparison.to_implementation.iter().filter(hers).collect(),
        down: comparison.to_preparation.iter().filter(hers).collect(),
        forward: kept.iter().filter(|kept| stages(kept).is_some_and(|(was, is)| is > was)).copied().collect(),
        back: kept.iter().filter(|kept| stages(kept).is_some_and(|(was, is)| is < was)).copied().collect(),
    }
}

/// What was invested since the list before: how much the sum of all years has grown.
fn done_since(kept: &Kept) -> Option<Money> {
    let (was, is) = (kept.before.facts.cumulative_investment?, kept.after.facts.cumulative_investment?);
    is.checked_sub(was).filter(|amount| *amount > Money::ZERO)
}
