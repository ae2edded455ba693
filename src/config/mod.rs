//! Configuration, parsed into types at start. `config/default.toml` is at once the reference, the defaults and the
//! list of known keys: a key that is not there is an error with its path, a value of another type too, and all
//! problems are reported together. The environment is read here and nowhere else.

mod atlas;
mod digest;
mod mail;
mod reporting;
mod schedule;
mod sections;
mod sources;

pub use atlas::{Atlas, AtlasWeights};
pub use digest::Digest;
pub use mail::{Mail, Smtp};
pub use reporting::{Bulletins, Leads, Lights, Supervised, Suspended, Updates};
pub use schedule::{Reminders, Schedule};
pub use sections::*;
pub use sources::{Problem, Problems, Sources};

/// The built-in reference file.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");

/// Everything that can be configured, checked.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Config {
    /// `[server]`
    pub server: Server,
    /// `[database]`
    pub database: Database,
    /// `[files]`
    pub files: Files,
    /// `[business]`
    pub business: Business,
    /// `[lists]`
    pub lists: Lists,
    /// `[updates]`
    pub updates: Updates,
    /// `[lights]`
    pub lights: Lights,
    /// `[supervised]`
    pub supervised: Supervised,
    /// `[suspended]`
    pub suspended: Suspended,
    /// `[leads]`
    pub leads: Leads,
    /// `[atlas]`
    pub atlas: Atlas,
    /// `[bulletins]`
    pub bulletins: Bulletins,
    /// `[mail]`
    pub mail: Mail,
    /// `[schedule]`
    pub schedule: Schedule,
    /// `[reminders]`
    pub reminders: Reminders,
    /// `[digest]`
    pub digest: Digest,
    /// `[session]`
    pub session: Session,
    /// `[sign_in]`
    pub sign_in: SignIn,
    /// `[limits]`
    pub limits: Limits,
    /// `[cache]`
    pub cache: Cache,
    /// `[public]`
    pub public: Public,
    /// `[log]`
    pub log: Log,
}

impl Config {
    /// Reads the sources on top of the defaults.
    ///
    /// # Errors
    /// Every unknown key, wrong type and impossible value, each with its path.
    pub fn load(sources: &Sources) -> Result<Self, Problems> {
        let merged = sources.merged()?;
        let config: Self = serde::Deserialize::deserialize(toml::Value::Table(merged))
            .map_err(|error: toml::de::Error| Problems(vec![Problem::new("", error.message())]))?;
        let problems: Vec<Problem> = [
            config.server.problems(),
            config.database.problems(),
            config.files.problems(),
            config.business.problems(),
            config.lists.problems(),
            config.updates.problems(),
            config.lights.problems(),
            config.supervised.problems(),
            config.suspended.problems(),
            config.leads.problems(),
            config.atlas.problems(),
            config.bulletins.problems(),
            config.mail.problems(),
            config.schedule.problems(),
            config.reminders.problems(),
            config.digest.problems(),
            config.session.problems(),
            config.sign_in.problems(),
            config.limits.problems(),
            config.cache.problems(),
            config.public.problems(),
            config.log.problems(),
        ]
        .concat();
        if problems.is_empty() { Ok(config) } else { Err(Problems(problems)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, Problems> {
        Config::load(&Sources {
            file: Some(("site.toml".into(), file.into())),
            environment: environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            database_url: None,
        })
    }

    #[test]
    fn the_defaults_are_complete_and_valid() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.server.listen, "127.0.0.1:8080");
        assert_eq!(config.business.zone().to_string(), "Asia/Shanghai");
    }

    #[test]
    fn unknown_keys_wrong_types_and_impossible_values_are_named_together() {
        let error = load(
            "[server]\nlisten = 80\nport = 1\n[databse]\nurl = \"x\"\n",
            &[("GROUNDWORK__LOG__COLOUR", "x")],
        )
        .unwrap_err()
        .to_string();
        for path in ["server.listen", "server.port", "databse", "log.colour"] {
            assert!(error.contains(path), "{path} is not named in: {error}");
        }
        let error =
            load("[business]\nzone = \"Mars/Base\"\n[database]\nurl = \"x\"\n", &[]).unwrap_err().to_string();
        assert!(error.contains("business.zone") && error.contains("database.url"), "{error}");
    }

    #[test]
    fn a_light_turns_red_later_than_yellow_and_a_report_is_due_on_some_day() {
        let named = |text: &str| load(text, &[]).unwrap_err().to_string();
        assert!(named("[lights]\nprogress_red_points = 10\n").contains("lights.progress_red_points"));
        assert!(named("[lights]\nprogress_slack = \"red\"\n").contains("lights.progress_slack"));
        assert!(named("[updates]\ndue_working_day = 0\n").contains("updates.due_working_day"));
        assert!(named("[updates]\ndue_hour = 25\n").contains("updates.due_hour"));
        assert!(named("[bulletins]\nword = \" \"\n").contains("bulletins.word"));
    }

    #[test]
    fn the_mail_server_is_named_key_by_key_in_the_environment_too() {
        let environment = [("GROUNDWORK__MAIL__TRANSPORT", "smtp"), ("GROUNDWORK__MAIL__SMTP__PORT", "587")];
        let config = load("[mail.smtp]\nhost = \"mail.sd.example\"\n", &environment).unwrap();
        assert_eq!((config.mail.smtp.host.as_str(), config.mail.smtp.port), ("mail.sd.example", 587));
        assert_eq!(config.mail.transport, "smtp");
        let wrong = "[mail]\nfrom = \"nobody\"\nbounce = \"x\"\n[mail.smtp]\ntls = \"ssl\"\nuser = \"li\"\n";
        let error = load(wrong, &[("GROUNDWORK__MAIL__SMTP__PASSWORD", "x")]).unwrap_err().to_string();
        assert!(error.contains("mail.smtp.password"), "a password stands in a file: {error}");
        let error = load(wrong, &[]).unwrap_err().to_string();
        for path in ["mail.from", "mail.bounce", "mail.smtp.tls", "mail.smtp.password_file"] {
            assert!(error.contains(path), "{path}: {error}");
        }
    }

    #[test]
    fn days_and_connections_out_of_their_range_are_named() {
        for (text, path) in [
            ("[mail.smtp]\nconnections = 0\n", "mail.smtp.connections"),
            ("[mail.smtp]\nconnections = 9\n", "mail.smtp.connections"),
            ("[reminders]\nbefore_days = [0]\n", "reminders.before_days"),
            ("[reminders]\nafter_days = [91]\n", "reminders.after_days"),
            ("[reminders]\nafter_days = [2]\nsuperior_days = 2\n", "reminders.superior_days"),
            ("[reminders]\nrepeat_days = 91\n", "reminders.repeat_days"),
            ("[reminders]\nmilestone_days = 91\n", "reminders.milestone_days"),
            ("[leads]\nrespond_days = 0\n", "leads.respond_days"),
            ("[leads]\nfollow_days = 91\n", "leads.follow_days"),
            ("[leads]\nmajor_yuan = 0\n", "leads.major_yuan"),
            ("[atlas]\ncover = 101\n", "atlas.cover"),
            ("[atlas]\nweak = 80\n", "atlas.strong"),
            ("[atlas]\nstale_days = 0\n", "atlas.stale_days"),
            ("[atlas.weights]\nland = 101\n", "atlas.weights.land"),
        ] {
            let error = load(text, &[]).unwrap_err().to_string();
            assert!(error.contains(path), "{path} is not named in: {error}");
        }
    }

    #[test]
    fn a_password_passes_no_network_without_tls() {
        let signed_in = "[mail.smtp]\nuser = \"li\"\npassword_file = \"/run/password\"\n";
        let with = |more: &str| load(&format!("{signed_in}{more}"), &[]);
        let error = with("host = \"10.1.2.3\"\n").unwrap_err().to_string();
        assert!(error.contains("mail.smtp.tls") && error.contains("password"), "{error}");
        assert!(with("host = \"mail.sd.example\"\n").is_err());
        for fine in
            ["", "host = \"127.0.0.1\"\n", "host = \"::1\"\n", "host = \"10.1.2.3\"\ntls = \"starttls\"\n"]
        {
            with(fine).unwrap();
        }
        load("[mail.smtp]\nhost = \"10.1.2.3\"\n", &[]).unwrap();
    }

    #[test]
    fn a_list_is_not_published_before_its_nominations_end() {
        let error = load("[lists]\npublish_working_days = 9\n", &[]).unwrap_err().to_string();
        assert!(error.contains("lists.publish_working_days"), "{error}");
        assert!(load("[lists]\nnominate_working_days = 0\n", &[]).is_err());
        assert_eq!(load("[lists]\nnominate_working_days = 5\n", &[]).unwrap().lists.publish_working_days, 20);
    }

    #[test]
    fn the_environment_wins_over_the_file_and_database_url_over_both() {
        let environment = [
            ("GROUNDWORK__SESSION__IDLE_HOURS", "3"),
            ("GROUNDWORK__DATABASE__URL", "sqlite://b.db"),
            ("DATABASE_URL", "sqlite://c.db"),
        ];
        let config = load("[session]\nidle_hours = 2\n", &environment).unwrap();
        assert_eq!(config.session.idle_hours, 3);
        assert_eq!(config.database.url, "sqlite://c.db");
    }
}
