//! The province by a metric, city by city: what the map page shades and what a program gets as GeoJSON, with the points of
//! projects and parks that say where they lie. By a published list, the newest where none is named.

use super::ground::Ground;
use crate::context::Context;
use crate::db::Conn;
use crate::draw::map::{Shape, Spot};
use crate::features::carriers;
use crate::features::indicators::{Bulletin, Dimension, Group, Indicator, Measured, Moment};
use crate::features::lists::{self, Published};
use crate::features::projects;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::Quarter;
use crate::kernel::degrees::degrees;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::text_enum;
use crate::web::{ApiResult, Caller, Lang, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

text_enum! {
    /// What cities are told apart by.
    pub enum Metric {
        /// Segments that are missing or weak.
        Gaps = "gaps",
        /// Projects on the list.
        Count = "count",
        /// Their total investment, in yuan.
        Investment = "investment",
        /// Done of this year's plan, in hundredths of a percent.
        Completion = "completion",
        /// Red lights in the last month of the list's quarter.
        Light = "light",
    }
}

impl Metric {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gaps => "atlas-metric-gaps",
            Self::Count => "atlas-metric-count",
            Self::Investment => "atlas-metric-investment",
            Self::Completion => "atlas-metric-completion",
            Self::Light => "atlas-metric-light",
        }
    }
}

/// What is known of the cities by a metric; a city of which nothing is known is not there.
#[derive(Debug)]
pub struct Measures {
    /// By which list; none for gaps, and where none is published.
    pub list: Option<Quarter>,
    /// In the metric's own unit.
    pub of: BTreeMap<DivisionCode, i64>,
}

/// Reads a metric for the cities of a scope.
///
/// # Errors
/// [`Error::NotFound`] for a list that is not published.
pub fn measures(
    conn: &mut Conn,
    scope: &Scope,
    book: &Book,
    (metric, quarter): (Metric, Option<Quarter>),
) -> Result<Measures> {
    if metric == Metric::Gaps {
        return Ok(Measures { list: None, of: gaps(conn, scope, book)? });
    }
    let Some(list) = published(conn, scope, quarter)? else {
        return Ok(Measures { list: None, of: BTreeMap::new() });
    };
    let quarter = list.head.quarter;
    let ids: Vec<i64> = list.entries.iter().map(|entry| entry.project_id).collect();
    let month = quarter.periods()[2];
    let lights =
        if metric == Metric::Light { projects::lights_of(conn, &ids, month)? } else { Default::default() };
    let rows: Vec<Measured> = list
        .entries
        .iter()
        .map(|entry| Measured {
            light: lights.get(&entry.project_id).map(|lit| lit.colour),
            ..Measured::of(entry.project_id, Some(entry.class), &entry.facts)
        })
        .collect();
    let moment = Moment { year: quarter.year(), as_of: list.version.data_as_of };
    let cities: Vec<DivisionCode> =
        book.cities().map(|city| city.code).filter(|city| scope.covers(*city)).collect();
    let mut measured = Bulletin::of(&rows, moment, &[Dimension::City], &cities)?;
    let groups = measured.groupings.pop().map(|grouping| grouping.groups).unwrap_or_default();
    let is_lit = rows.iter().any(|row| row.light.is_some());
    let value = |group: &Group| match metric {
        Metric::Count => Some(group.figures.count),
        Metric::Investment => Some(group.figures.total.yuan()),
        Metric::Completion => group
            .figures
            .measure(Indicator::CompletionRate)
            .value
            .map(crate::kernel::ratio::Ratio::basis_points),
        // A month without lights says nothing of any city.
        Metric::Light => is_lit.then_some(group.figures.lights.red),
        Metric::Gaps => None,
    };
    let of = groups.iter().filter_map(|group| {
        let code = DivisionCode::parse(group.key.as_deref()?).ok().filter(|code| cities.contains(code))?;
        Some((code, value(group)?))
    });
    Ok(Measures { list: Some(quarter), of: of.collect() })
}

/// A published list, the newest where none is named; none where none is published.
fn published(conn: &mut Conn, scope: &Scope, quarter: Option<Quarter>) -> Result<Option<Published>> {
    let newest = || -> Result<Option<Quarter>> {
        let newest = lists::lists(conn)?.into_iter().find(|list| list.newest.is_some());
        Ok(newest.map(|list| list.head.quarter))
    };
    let Some(quarter) = quarter.map_or_else(newest, |quarter| Ok(Some(quarter)))? else { return Ok(None) };
    lists::published(conn, scope, quarter, None).map(Some)
}

/// Segments that are missing or weak, over all chains; a city in which nobody has judged anything is not there.
fn gaps(conn: &mut Conn, scope: &Scope, book: &Book) -> Result<BTreeMap<DivisionCode, i64>> {
    let mut of = BTreeMap::new();
    for chain in book.chains.iter().filter(|chain| chain.active) {
        let ground = Ground::read(conn, scope, chain.id)?;
        let places: Vec<DivisionCode> = ground.places().into_iter().filter(|place| place.is_city()).collect();
        for (_, place) in ground.standing.keys().filter(|(_, place)| places.contains(place)) {
            of.entry(*place).or_insert(0);
        }
        for gap in ground.gaps(&places) {
            *of.entry(gap.place).or_insert(0) += 1;
        }
    }
    Ok(of)
}

/// Projects on a list and parks that say where they lie, within what the caller may see.
///
/// # Errors
/// [`Error::NotFound`] for a list that is not published.
pub fn spots(
    conn: &mut Conn,
    scope: &Scope,
    (book, lang): (&Book, Lang),
    quarter: Option<Quarter>,
) -> Result<Vec<Spot>> {
    let said = |id: &str, name: &str, place: DivisionCode| {
        lang.all(id, &[("name", name.to_owned()), ("place", book.name(lang, place))])
    };
    let mut spots = Vec::new();
    for carrier in carriers::carriers(conn, book)? {
        let Some(at) = carrier.offer.position else { continue };
        let sentence = said("atlas-spot-park", &carrier.park.name, carrier.park.division);
        spots.push(Spot { at, shape: Shape::Square, sentence, href: String::new() });
    }
    if let Some(list) = published(conn, scope, quarter)? {
        for entry in &list.entries {
            let Some(at) = entry.facts.lng_e6.zip(entry.facts.lat_e6) else { continue };
            let sentence = said("atlas-spot-project", &entry.facts.name, entry.facts.division);
            let href = format!("/projects/{}", entry.project_id);
            spots.push(Spot { at, shape: Shape::Disc, sentence, href });
        }
    }
    Ok(spots)
}

/// GeoJSON (RFC 7946): the cities with their value, then points.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FeatureCollection {
    /// `FeatureCollection`
    r#type: &'static str,
    #[schema(value_type = String)]
    metric: Metric,
    #[schema(value_type = Option<String>)]
    list: Option<Quarter>,
    /// 示意图: no ground for any boundary.
    note: String,
    /// Cities (`adcode`, `name`, `value`; null where nothing is known), projects and parks (`kind`, `id`, `name`, `adcode`).
    #[schema(value_type = Vec<Object>)]
    features: Vec<Value>,
}

/// The cities with a metric, and the points of projects on the list and of parks, within what the caller may see.
#[utoipa::path(
    get, path = "/api/v1/map.geojson", tag = "chains",
    params(
        ("list" = Option<String>, Query, description = "A published quarter, `2026Q3`; the newest without it"),
        ("metric" = Option<String>, Query, description = "`gaps count investment completion light`; `count` without it"),
    ),
    responses((status = 200, body = FeatureCollection, content_type = "application/geo+json"), (status = 404))
)]
pub async fn geojson(ctx: Data<Context>, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    let asked = query(&request)?;
    let metric = asked.word("metric", "atlas-metric-unknown")?.unwrap_or(Metric::Count);
    let quarter = |text: &str| Quarter::parse(text).map_err(|message| Error::field("list", message));
    let quarter = asked.text("list").map(quarter).transpose()?;
    let collection =
        ctx.db.read(move |conn| collection(conn, &caller.scope, (metric, quarter), lang)).await?;
    Ok(HttpResponse::Ok().content_type("application/geo+json").json(collection))
}

fn collection(
    conn: &mut Conn,
    scope: &Scope,
    (metric, quarter): (Metric, Option<Quarter>),
    lang: Lang,
) -> Result<FeatureCollection> {
    let book = reference::book(conn)?;
    let measures = measures(conn, scope, &book, (metric, quarter))?;
    let mut features = Vec::new();
    for (adcode, geometry) in reference::city_geometries()? {
        let Ok(code) = DivisionCode::parse(adcode) else { continue };
        let properties = json!({
            "adcode": adcode, "name": book.short_name(lang, code), "value": measures.of.get(&code),
        });
        features.push(json!({ "type": "Feature", "properties": properties, "geometry": geometry }));
    }
    if let Some(list) = published(conn, scope, quarter)? {
        for entry in &list.entries {
            if let Some(at) = entry.facts.lng_e6.zip(entry.facts.lat_e6) {
                features.push(point(
                    "project",
                    (entry.project_id, &entry.facts.name),
                    entry.facts.division,
                    at,
                ));
            }
        }
    }
    for carrier in carriers::carriers(conn, &book)? {
        if let Some(at) = carrier.offer.position {
            features.push(point("park", (carrier.park.id, &carrier.park.name), carrier.park.division, at));
        }
    }
    let note = lang.t("overview-map-note");
    Ok(FeatureCollection { r#type: "FeatureCollection", metric, list: measures.list, note, features })
}

fn point(kind: &str, (id, name): (i64, &str), division: DivisionCode, (lng, lat): (i64, i64)) -> Value {
    json!({
        "type": "Feature",
        "properties": { "kind": kind, "id": id, "name": name, "adcode": division },
        "geometry": { "type": "Point", "coordinates": [degrees(lng), degrees(lat)] },
    })
}
