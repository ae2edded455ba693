//! The reader's language, and the one place where a [`Message`] becomes a sentence. Chinese first: whoever has not
//! chosen gets Chinese. The texts are Fluent files under `src/locales/`, compiled in.

use crate::kernel::message::{Arg, Message};
use crate::text_enum;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use std::borrow::Cow;
use std::collections::HashMap;

static_loader! {
    static TEXTS = {
        locales: "./src/locales",
        fallback_language: "zh-CN",
        // Isolation marks are right in mixed Arabic text and wrong in titles, file names and searches.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ZH: LanguageIdentifier = langid!("zh-CN");
static EN: LanguageIdentifier = langid!("en");

text_enum! {
    /// A language the whole product speaks. The word is the HTML `lang`.
    pub enum Lang {
        /// 中文
        Zh = "zh-CN",
        /// English
        En = "en",
    }
}

impl Lang {
    /// From `?lang=`, a cookie or a stored preference; `zh` is taken for `zh-CN`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "zh" | "zh-CN" | "zh-cn" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The other one, for the switch in the top bar.
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The sentence with this id.
    pub fn t(self, id: &str) -> String {
        TEXTS.lookup(self.id(), id)
    }

    /// The sentence whose id is put together, e.g. `stage-` and `signed`.
    pub fn word(self, prefix: &str, value: impl AsRef<str>) -> String {
        self.t(&format!("{prefix}-{}", value.as_ref()))
    }

    /// The sentence with one figure or word.
    pub fn with(self, id: &str, name: &'static str, value: impl ToString) -> String {
        self.all(id, &[(name, value.to_string())])
    }

    /// The sentence with several.
    pub fn all(self, id: &str, args: &[(&'static str, String)]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
            args.iter().map(|(name, value)| (Cow::Borrowed(*name), plain_or_number(value))).collect();
        TEXTS.lookup_with_args(self.id(), id, &args)
    }

    /// A message chosen elsewhere, in this language.
    pub fn render(self, message: &Message) -> String {
        if message.args.is_empty() {
            return self.t(message.id);
        }
        let args: Vec<(&'static str, String)> = message
            .args
            .iter()
            .map(|(name, arg)| match arg {
                Arg::Text(text) => (*name, text.clone()),
                Arg::Message(inner) => (*name, self.render(inner)),
            })
            .collect();
        self.all(message.id, &args)
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

/// Small whole numbers become numbers, so that English plural rules work; everything else stays as it is written.
fn plain_or_number(text: &str) -> FluentValue<'_> {
    match text.parse::<u16>() {
        Ok(number) if text.len() <= 3 && number.to_string() == text => FluentValue::from(number),
        _ => FluentValue::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_rendered_with_its_arguments_in_either_language() {
        let message = Message::new("input-too-short").with("min", 200);
        assert!(Lang::Zh.render(&message).contains("200"));
        assert!(Lang::En.render(&message).contains("200"));
        assert_ne!(Lang::Zh.render(&message), Lang::En.render(&message));
    }
}
