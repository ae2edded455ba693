//! How many projects show which light, and what share of them that is.

use crate::features::projects::Light;
use crate::kernel::ratio::Ratio;
use serde::{Deserialize, Serialize};

/// Projects by the colour of their light. All zero where no light was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lights {
    /// 正常
    pub green: i64,
    /// 预警
    pub yellow: i64,
    /// 滞后
    pub red: i64,
    /// 未报
    pub unreported: i64,
}

impl Lights {
    /// Counts one.
    pub fn add(&mut self, colour: Light) {
        *match colour {
            Light::Green => &mut self.green,
            Light::Yellow => &mut self.yellow,
            Light::Red => &mut self.red,
            Light::Unreported => &mut self.unreported,
        } += 1;
    }

    /// How many show this colour.
    pub const fn of(&self, colour: Light) -> i64 {
        match colour {
            Light::Green => self.green,
            Light::Yellow => self.yellow,
            Light::Red => self.red,
            Light::Unreported => self.unreported,
        }
    }

    /// All of them.
    pub const fn count(&self) -> i64 {
        self.green + self.yellow + self.red + self.unreported
    }

    /// This colour ÷ all; `None` without a project.
    pub fn share(&self, colour: Light) -> Option<Ratio> {
        Ratio::of(self.of(colour), self.count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_has_its_share_and_nothing_divides_by_zero() {
        let mut lights = Lights::default();
        assert_eq!(lights.share(Light::Red), None);
        for colour in [Light::Red, Light::Green, Light::Green, Light::Unreported] {
            lights.add(colour);
        }
        assert_eq!(lights, Lights { green: 2, yellow: 0, red: 1, unreported: 1 });
        assert_eq!(lights.share(Light::Red).unwrap().percent(1), "25.0");
        assert_eq!(lights.share(Light::Yellow).unwrap().percent(1), "0.0");
    }
}
