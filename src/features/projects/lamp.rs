//! A light as every page shows it: shape, colour and word.

use super::model::lit::Light;
use crate::draw::lamp::Lamp;
use crate::web::Lang;

/// The pill of a light, as markup.
pub fn lamp(colour: Light, lang: Lang) -> String {
    let shape = match colour {
        Light::Green => Lamp::Ok,
        Light::Yellow => Lamp::Warn,
        Light::Red => Lamp::Bad,
        Light::Unreported => Lamp::None,
    };
    shape.pill(&lang.word("light", colour.as_str()))
}
