//! What stands in the way of some projects of the demonstration: open, in the province's hands, and solved, so that the
//! pages of problems have something of each to show.

use super::people::Account;
use crate::context::Context;
use crate::features::problems::{
    self, Filter as ProblemFilter, Level, Mention, ProblemKind, Raising, Saying, State,
};
use crate::features::projects::{self, Filter};
use crate::kernel::calendar::local_date;
use crate::kernel::error::Result;
use crate::kernel::paging::{PageRequest, Sort};
use crate::kernel::role::Role;
use chrono::{Datelike, Days};

/// Kind, words, and who is asked.
const TOLD: [(ProblemKind, &str, Level); 6] = [
    (ProblemKind::Land, "二期用地尚未取得批复，影响厂房开工", Level::Province),
    (ProblemKind::Energy, "能耗指标缺口较大，需统筹安排", Level::Province),
    (ProblemKind::Funds, "银团贷款尚未落定，影响设备采购", Level::City),
    (ProblemKind::Permits, "环评批复与安评意见不一致，需协调", Level::Province),
    (ProblemKind::Labour, "熟练技工不足，投产后缺口约 80 人", Level::County),
    (ProblemKind::Market, "主要客户推迟订货，影响达产进度", Level::City),
];
/// Of those, what the province has taken up, and what is solved.
const TAKEN_UP: usize = 1;
const SOLVED: usize = 2;

/// Tells them, once: a database that already has some is left alone.
pub fn tell(context: &Context, accounts: &[Account]) -> Result<()> {
    let now = context.now();
    let today = local_date(now, context.zone);
    let officers: Vec<&Account> = accounts.iter().filter(|account| account.role == Role::City).collect();
    let Some(reviewer) = accounts.iter().find(|account| account.role == Role::Reviewer) else {
        return Ok(());
    };
    context.db.write_now(|conn| {
        let page = PageRequest::new(None, None)?;
        if problems::find(conn, &reviewer.scope, &ProblemFilter::default(), page)?.total > 0 {
            return Ok(());
        }
        for (number, (officer, (kind, text, level))) in officers.into_iter().zip(TOLD).enumerate() {
            let by_id = Sort { field: "id", descending: false };
            let own = projects::selected(conn, &officer.scope, &Filter::default(), by_id, today.year())?;
            let Some(project) = own.first() else { continue };
            let new = Raising {
                mention: Mention { kind, text: text.to_owned() },
                level,
                owner: None,
                due_on: None,
            };
            let raised = problems::raise(conn, officer.caller(), project.id, &new, (now, today))?;
            let (by, state, text) = match number {
                TAKEN_UP => (reviewer, State::Coordinating, "已转有关处室研究，月底前答复"),
                SOLVED => (officer, State::Resolved, "贷款已落定，首笔已到位"),
                _ => continue,
            };
            let said = Saying {
                text: text.to_owned(),
                state: Some(state),
                level: None,
                owner: (number == TAKEN_UP).then(|| "省级牵头处室（示例）".to_owned()),
                due_on: (number == TAKEN_UP).then(|| today + Days::new(23)),
            };
            problems::say(conn, by.caller(), (raised.id, None), &said, (now, today))?;
        }
        Ok(())
    })
}
