//! Leads of the demonstration: enterprises that are invented, at every step of the way, answered in time and late, one of
//! them registered by two cities.

use super::people::Account;
use crate::context::Context;
use crate::db::Conn;
use crate::features::leads::{self, Filter, Registering, Status, Step, Telling};
use crate::features::reference::book;
use crate::kernel::calendar::{local_date, start_of_day};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::paging::PageRequest;
use crate::kernel::role::Role;
use chrono::{Days, NaiveDate, TimeDelta};

/// Name, what it would build, how much in 万元, days before today when it was registered, which of the chains in their
/// order, and how far it has come.
const WANTED: [(&str, &str, i64, u64, usize, Status); 12] = [
    ("远山负极材料有限公司（演示）", "年产 5 万吨锂电池负极材料", 120_000, 150, 2, Status::Signed),
    ("沧澜风电装备有限公司（演示）", "海上风电齿轮箱生产线", 86_000, 120, 2, Status::Negotiating),
    ("青禾农机有限公司（演示）", "智能播种机总装基地", 23_000, 95, 6, Status::Visiting),
    ("云帆医药有限公司（演示）", "高端制剂生产基地", 54_000, 90, 7, Status::Negotiating),
    ("启明传感器有限公司（演示）", "车规级传感器封装测试", 31_000, 70, 0, Status::Contacted),
    ("北辰工程机械有限公司（演示）", "电动装载机三电系统", 47_000, 62, 8, Status::Visiting),
    ("瀚海电子材料有限公司（演示）", "高纯电子化学品", 66_000, 45, 5, Status::Contacted),
    ("星桥轻工有限公司（演示）", "智能小家电基地", 12_000, 40, 9, Status::Lost),
    ("金穗食品装备有限公司（演示）", "无菌灌装设备", 18_000, 20, 1, Status::Contacted),
    ("长岭新材料有限公司（演示）", "碳纤维复合材料", 98_000, 9, 3, Status::Contacted),
    ("岱岳纺织有限公司（演示）", "功能性面料", 15_000, 4, 10, Status::Identified),
    ("海右机器人有限公司（演示）", "工业机器人减速器", 72_000, 2, 1, Status::Identified),
];
/// Which of them another city registers, too, later on.
const SECOND: usize = 10;
/// Days before today of the last entry of those that are followed.
const LAST: u64 = 3;

/// Tells them, once: a database that already has some is left alone.
pub fn tell(context: &Context, accounts: &[Account]) -> Result<()> {
    let today = local_date(context.now(), context.zone);
    let officers: Vec<&Account> = accounts.iter().filter(|account| account.role == Role::City).collect();
    let on = |days: u64, hour: i64| {
        let day = today.checked_sub_days(Days::new(days)).unwrap_or(today);
        (start_of_day(day, context.zone).plus(TimeDelta::hours(hour)), day)
    };
    context.db.write_now(|conn| {
        let page = PageRequest::new(None, None)?;
        let Some(first) = officers.first() else { return Ok(()) };
        if leads::find(conn, &first.scope, &Filter::default(), page)?.total > 0 {
            return Ok(());
        }
        let book = book(conn)?;
        let chains: Vec<i64> = book.chains.iter().map(|chain| chain.id).collect();
        // The first of them would fill what the map says is missing.
        let anode =
            book.segments.iter().find(|segment| segment.name_en == "Anode material").map(|one| one.id);
        for (number, (name, scope, wan, days, chain, status)) in WANTED.into_iter().enumerate() {
            let Some(officer) = officers.get(number % officers.len()) else { continue };
            let new = Registering {
                target: Some(name.to_owned()),
                scope_text: Some(Some(scope.to_owned())),
                intended: Some(Money::from_wan(wan)),
                source: Some(Some("行业展会".to_owned())),
                chain_id: Some(chains.get(chain).copied()),
                segment_id: Some(anode.filter(|_| number == 0)),
                ..Registering::default()
            };
            let lead = leads::register(conn, officer.caller(), &new, on(days, 9))?;
            if number == SECOND
                && let Some(other) = officers.get(number + 1)
            {
                leads::register(conn, other.caller(), &new, on(days.saturating_sub(1), 10))?;
            }
            told(conn, officer, (lead.id, number), (status, days), &on)?;
        }
        Ok(())
    })
}

/// What was done about one, step by step up to where it stands.
fn told(
    conn: &mut Conn,
    officer: &Account,
    (id, number): (i64, usize),
    (status, days): (Status, u64),
    on: &dyn Fn(u64, i64) -> (Instant, NaiveDate),
) -> Result<()> {
    let steps: [(Option<Step>, Option<Status>, &str, u64); 6] = [
        (Some(Step::Response), Some(Status::Contacted), "电话对接，企业有意来鲁考察", 1),
        (Some(Step::Assessment), None, "研判：符合主导产业方向，用地和能耗可保障", 3),
        (Some(Step::Feedback), None, "向企业反馈研判意见，发送投资环境资料", 8),
        (None, Some(Status::Visiting), "企业负责人实地考察园区", 20),
        (None, Some(Status::Negotiating), "就用地价格和供应链配套进行洽谈", 40),
        (None, Some(Status::Signed), "签订投资协议", 75),
    ];
    if status == Status::Lost {
        let new = Telling {
            text: "企业已选定外省".to_owned(), step: None, status: Some(status), next: None
        };
        leads::tell(conn, officer.caller(), (id, None), &new, on(days.saturating_sub(10), 15))?;
        return Ok(());
    }
    for (step, to, text, after) in steps {
        if to.is_some_and(|to| to > status) || status == Status::Identified || after >= days {
            break;
        }
        let (at, day) = on(days - after, 15);
        let next = day.checked_add_days(Days::new(10)).map(|day| ("电话回访".to_owned(), day));
        let new = Telling { text: text.to_owned(), step, status: to, next: Some(next) };
        leads::tell(conn, officer.caller(), (id, None), &new, (at, day))?;
    }
    // Two of three are followed every week; the others are late with it.
    if status > Status::Identified && number % 3 != 0 && days > LAST {
        let (at, day) = on(LAST, 15);
        let next = day.checked_add_days(Days::new(10)).map(|day| ("商定下次会谈".to_owned(), day));
        let text = "每周跟进：企业内部评审中，继续保持联系".to_owned();
        let new = Telling { text, step: None, status: None, next: Some(next) };
        leads::tell(conn, officer.caller(), (id, None), &new, (at, day))?;
    }
    Ok(())
}
