//! 督办 in a bulletin: what was to be answered for, and how far it had come when the bulletin was published. A correction
//! corrects figures; its tasks are those of the version before, as they stood then.

use crate::db::Conn;
use crate::features::supervised::{self, Cause, State, Task};
use crate::features::updates::At;
use crate::kernel::calendar::{Period, end_of_day};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A task in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinTask)]
pub struct TaskRow {
    /// `supervised_tasks.id`
    pub task_id: i64,
    /// Whose.
    pub project_id: i64,
    /// The project's name then.
    pub project: String,
    /// Where it lay, six digits.
    #[schema(value_type = String)]
    pub division: DivisionCode,
    /// `red_light` or `remark`
    #[schema(value_type = String)]
    pub cause: Cause,
    /// What is to be done.
    pub text: String,
    /// Who is to answer.
    pub owner: Option<String>,
    /// By when.
    #[schema(value_type = String, format = Date)]
    pub due_on: NaiveDate,
    /// `open answered closed`
    #[schema(value_type = String)]
    pub state: State,
    /// Its day was over and nobody had answered.
    pub overdue: bool,
}

/// The tasks in scope that are not closed, and those that were closed since the month began; by their day.
///
/// # Errors
/// When they cannot be read.
pub fn tasks_of(conn: &mut Conn, scope: &Scope, period: Period, at: &At) -> Result<Vec<TaskRow>> {
    let before = end_of_day(period.previous().last_day(), at.zone);
    let today = at.today();
    let row = |task: Task| TaskRow {
        overdue: task.is_overdue(today),
        task_id: task.id,
        project_id: task.project_id,
        project: task.project,
        division: task.division,
        cause: task.cause,
        text: task.text,
        owner: task.owner,
        due_on: task.due_on,
        state: task.state,
    };
    Ok(supervised::moved_after(conn, scope, before)?.into_iter().map(row).collect())
}
