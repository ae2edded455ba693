//! The attraction map of the demonstration: one chain with its segments and what supplies what, judged in some cities, with
//! enterprises, targets and parks that are invented.

use super::people::Account;
use crate::context::Context;
use crate::db::Conn;
use crate::features::carriers::{self, Founding, Offering};
use crate::features::chains::{self, Judging, Linking, Strength, Telling, Tier};
use crate::features::enterprises::{self, Entering, Placing, Role as Standing};
use crate::features::reference::book;
use crate::features::targets::{self, Aiming, Priority};
use crate::kernel::calendar::{local_date, start_of_day};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::role::Role;
use chrono::{Days, NaiveDate, TimeDelta};
use std::collections::HashMap;

/// Which of the chains, by its place.
const CHAIN: usize = 2;

/// Name in Chinese and English, position, and the segments that it supplies.
const SEGMENTS: [(&str, &str, Tier, &[&str]); 12] = [
    ("储能系统集成", "Storage systems", Tier::Downstream, &[]),
    ("新能源汽车", "Electric vehicles", Tier::Downstream, &[]),
    ("梯次利用与回收", "Second life and recycling", Tier::Downstream, &[]),
    ("电芯", "Cells", Tier::Midstream, &["储能系统集成", "新能源汽车"]),
    ("电池管理系统", "Battery management", Tier::Midstream, &["储能系统集成", "新能源汽车"]),
    ("模组与PACK", "Modules and packs", Tier::Midstream, &["新能源汽车", "梯次利用与回收"]),
    ("正极材料", "Cathode material", Tier::Upstream, &["电芯"]),
    ("负极材料", "Anode material", Tier::Upstream, &["电芯"]),
    ("隔膜", "Separators", Tier::Upstream, &["电芯"]),
    ("电解液", "Electrolyte", Tier::Upstream, &["电芯"]),
    ("铜箔铝箔", "Copper and aluminium foil", Tier::Upstream, &["电芯", "模组与PACK"]),
    ("精密结构件", "Precision parts", Tier::Upstream, &["模组与PACK"]),
];

/// Segment, city, strength, days ago.
const JUDGED: [(&str, &str, Strength, u64); 20] = [
    ("电芯", "370400", Strength::Strong, 60),
    ("正极材料", "370400", Strength::Ordinary, 60),
    ("负极材料", "370400", Strength::Missing, 60),
    ("隔膜", "370400", Strength::Weak, 60),
    ("电解液", "370400", Strength::Ordinary, 60),
    ("铜箔铝箔", "370400", Strength::Missing, 240),
    ("模组与PACK", "370400", Strength::Ordinary, 60),
    ("电池管理系统", "370400", Strength::Missing, 60),
    ("梯次利用与回收", "370400", Strength::Missing, 60),
    ("储能系统集成", "370400", Strength::Weak, 60),
    ("新能源汽车", "370100", Strength::Strong, 40),
    ("电芯", "370100", Strength::Weak, 40),
    ("电池管理系统", "370100", Strength::Missing, 40),
    ("电池管理系统", "370200", Strength::Strong, 30),
    ("隔膜", "370300", Strength::Strong, 80),
    ("电解液", "370500", Strength::Strong, 35),
    ("储能系统集成", "370600", Strength::Ordinary, 50),
    ("负极材料", "370000", Strength::Weak, 30),
    ("电池管理系统", "370000", Strength::Ordinary, 30),
    ("梯次利用与回收", "370000", Strength::Missing, 30),
];

/// Name, where, segment, what it is there.
const HERE: [(&str, &str, &str, Standing); 7] = [
    ("鲁南电芯有限公司（演示）", "370403", "电芯", Standing::Leading),
    ("滕州正极材料有限公司（演示）", "370481", "正极材料", Standing::Core),
    ("峄城电解液有限公司（演示）", "370404", "电解液", Standing::Main),
    ("薛城储能科技有限公司（演示）", "370403", "储能系统集成", Standing::Participating),
    ("泉城新能源汽车有限公司（演示）", "370112", "新能源汽车", Standing::Leading),
    ("齐都隔膜有限公司（演示）", "370303", "隔膜", Standing::Leading),
    ("胶州湾电控有限公司（演示）", "370211", "电池管理系统", Standing::Leading),
];

/// Name, segment, where it sits, how much it is wanted, land in 亩, energy in 吨标准煤, and whom it would supply.
const WANTED: [(&str, &str, &str, Priority, i64, i64, &str); 4] = [
    (
        "远山负极材料有限公司（演示）",
        "负极材料",
        "湖南长沙",
        Priority::High,
        180,
        26_000,
        "鲁南电芯有限公司（演示）",
    ),
    ("石门石墨有限公司（演示）", "负极材料", "四川遂宁", Priority::Medium, 120, 18_000, ""),
    (
        "华阳铜箔有限公司（演示）",
        "铜箔铝箔",
        "广东惠州",
        Priority::High,
        150,
        22_000,
        "鲁南电芯有限公司（演示）",
    ),
    ("再生电池有限公司（演示）", "梯次利用与回收", "湖北荆门", Priority::Medium, 80, 6_000, ""),
];

/// Name, where, land, energy, whether the chain leads there, longitude and latitude in millionths.
type Offered = (&'static str, &'static str, i64, i64, bool, (i64, i64));

const PARKS: [Offered; 3] = [
    ("薛城锂电产业园（演示）", "370403", 260, 40_000, true, (117_265_000, 34_795_000)),
    ("滕州新材料产业园（演示）", "370481", 420, 25_000, true, (117_160_000, 35_090_000)),
    ("峄城循环经济园（演示）", "370404", 90, 8_000, false, (117_590_000, 34_770_000)),
];

/// Tells it, once: a database whose chain has segments already is left alone.
pub fn tell(context: &Context, accounts: &[Account]) -> Result<()> {
    let Some(officer) = accounts.iter().find(|account| account.role == Role::Officer) else { return Ok(()) };
    let today = local_date(context.now(), context.zone);
    let on = |days: u64| {
        let day = today.checked_sub_days(Days::new(days)).unwrap_or(today);
        (start_of_day(day, context.zone).plus(TimeDelta::hours(10)), day)
    };
    context.db.write_now(|conn| {
        let Some(chain) = book(conn)?.chains.get(CHAIN).map(|chain| chain.id) else { return Ok(()) };
        if !chains::segments(conn, chain)?.is_empty() {
            return Ok(());
        }
        let card = Telling {
            chief: Some(Some("省级链长办公室（演示）".to_owned())),
            leader: Some(Some("鲁南电芯有限公司（演示）".to_owned())),
            policies: Some(Some("按清单式管理，一链一策（演示）".to_owned())),
            ..Telling::default()
        };
        chains::tell(conn, officer.caller(), (chain, 0), card, on(250).0)?;
        let segments = segments(conn, officer, chain, on(250).0)?;
        judge(conn, officer, &segments, &on)?;
        let here = enterprises(conn, officer, &segments, on(90))?;
        targets(conn, officer, (&segments, &here), on(25))?;
        parks(conn, officer, chain, on(45))
    })
}

fn segments(
    conn: &mut Conn,
    officer: &Account,
    chain: i64,
    at: Instant,
) -> Result<HashMap<&'static str, i64>> {
    let mut ids = HashMap::new();
    for (zh, en, tier, supplies) in SEGMENTS {
        let new = Linking {
            name_zh: Some(zh.to_owned()),
            name_en: Some(en.to_owned()),
            tier: Some(tier),
            supplies: Some(supplies.iter().filter_map(|name| ids.get(name).copied()).collect()),
            ..Linking::default()
        };
        ids.insert(zh, chains::link(conn, officer.caller(), chain, new, at)?);
    }
    Ok(ids)
}

fn place(code: &str) -> Option<DivisionCode> {
    DivisionCode::parse(code).ok()
}

fn judge(
    conn: &mut Conn,
    officer: &Account,
    segments: &HashMap<&'static str, i64>,
    on: &dyn Fn(u64) -> (Instant, NaiveDate),
) -> Result<()> {
    for (segment, city, strength, days) in JUDGED {
        let new = Judging {
            place: place(city),
            strength,
            evidence: "产业链走访与企业名录比对（演示）".to_owned(),
            source: Some("走访记录（演示）".to_owned()),
            verified_on: None,
        };
        let Some(id) = segments.get(segment) else { continue };
        chains::judge(conn, officer.caller(), *id, new, on(days))?;
    }
    Ok(())
}

fn enterprises(
    conn: &mut Conn,
    officer: &Account,
    segments: &HashMap<&'static str, i64>,
    when: (Instant, NaiveDate),
) -> Result<HashMap<&'static str, i64>> {
    let mut ids = HashMap::new();
    for (name, at, segment, role) in HERE {
        let placing = segments.get(segment).map(|id| Placing {
            segment_id: *id,
            role,
            source: None,
            verified_on: None,
        });
        let new = Entering {
            name: Some(name.to_owned()),
            place: place(at),
            source: Some(Some("企业名录（演示）".to_owned())),
            positions: Some(placing.into_iter().collect()),
            ..Entering::default()
        };
        ids.insert(name, enterprises::add(conn, officer.caller(), new, when)?);
    }
    Ok(ids)
}

fn targets(
    conn: &mut Conn,
    officer: &Account,
    (segments, here): (&HashMap<&'static str, i64>, &HashMap<&'static str, i64>),
    when: (Instant, NaiveDate),
) -> Result<()> {
    for (name, segment, home, priority, land, energy, tied) in WANTED {
        let new = Aiming {
            segment_id: segments.get(segment).copied(),
            place: place("370400"),
            name: Some(name.to_owned()),
            home: Some(Some(home.to_owned())),
            priority: Some(priority),
            reasons: Some("与本地电芯企业配套，有扩产意向（演示）".to_owned()),
            land_mu: Some(Some(land)),
            energy_tce: Some(Some(energy)),
            ties: Some(here.get(tied).copied().into_iter().collect()),
            ..Aiming::default()
        };
        targets::add(conn, officer.caller(), new, when)?;
    }
    Ok(())
}

fn parks(conn: &mut Conn, officer: &Account, chain: i64, when: (Instant, NaiveDate)) -> Result<()> {
    for (name, at, land, energy, leads, position) in PARKS {
        let new = Founding {
            name: name.to_owned(),
            place: place(at),
            kind: Some("产业园区".to_owned()),
            area_m2: None,
        };
        let offering = Offering {
            land_mu: Some(Some(land)),
            energy_tce: Some(Some(energy)),
            chains: Some(if leads { vec![chain] } else { Vec::new() }),
            position: Some(Some(position)),
            source: Some(Some("园区申报（演示）".to_owned())),
            ..Offering::default()
        };
        carriers::add(conn, officer.caller(), (new, offering), when)?;
    }
    Ok(())
}
