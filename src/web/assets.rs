//! Style sheets and script, compiled in and served under a name that contains their hash: cached for ever, changed
//! only with the program. The script is written for people and served without what only they need.

use crate::kernel::canonical::hex;
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

struct Asset {
    name: &'static str,
    kind: &'static str,
    text: String,
    url: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    [
        ("app.css", "text/css; charset=utf-8", include_str!("assets/app.css").to_owned()),
        ("atlas.css", "text/css; charset=utf-8", include_str!("assets/atlas.css").to_owned()),
        ("print.css", "text/css; charset=utf-8", include_str!("assets/print.css").to_owned()),
        ("app.js", "text/javascript; charset=utf-8", lean(include_str!("assets/app.js"))),
    ]
    .into_iter()
    .map(|(name, kind, text)| {
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        let hash = hex(&Sha256::digest(&text)[..6]);
        Asset { name, kind, text, url: format!("/static/{stem}.{hash}.{extension}") }
    })
    .collect()
});

/// A script without its indentation, empty lines and lines of comment.
fn lean(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Address of an asset; empty for a name that does not exist, which the template's test notices.
pub fn url(name: &str) -> String {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.url.clone()).unwrap_or_default()
}

/// GET /static/{file}
pub async fn serve(path: web::Path<String>) -> super::faces::PageResult {
    let wanted = format!("/static/{path}");
    let asset =
        ASSETS.iter().find(|asset| asset.url == wanted).ok_or(crate::kernel::error::Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(asset.kind)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const CSS: &str = include_str!("assets/app.css");

    #[test]
    fn style_and_script_stay_within_their_budgets() {
        let size = |name: &str| {
            ASSETS.iter().find(|asset| asset.name == name).map_or(usize::MAX, |asset| asset.text.len())
        };
        assert!(size("app.css") <= 15 * 1024, "app.css has {} bytes", size("app.css"));
        assert!(size("app.js") <= 5 * 1024, "app.js has {} bytes", size("app.js"));
    }

    /// WCAG 2.2, 1.4.3: text needs 4.5 to 1 against its ground.
    #[test]
    fn every_text_colour_can_be_read_on_its_ground_in_light_and_dark() {
        let (light, dark) = CSS.split_once("prefers-color-scheme:dark").expect("a dark scheme");
        for (mode, css) in [("light", light), ("dark", dark)] {
            let tokens = tokens(css);
            let pairs = [
                ("ink", "surface"),
                ("ink", "surface-2"),
                ("ink", "bg"),
                ("ink-2", "surface"),
                ("ink-2", "surface-2"),
                ("ink-2", "bg"),
                ("brand", "surface"),
                ("brand", "bg"),
                ("brand-ink", "brand"),
                ("ok", "ok-bg"),
                ("warn", "warn-bg"),
                ("bad", "bad-bg"),
                ("none", "none-bg"),
            ];
            for (text, ground) in pairs {
                let ratio = contrast(tokens[text], tokens[ground]);
                assert!(ratio >= 4.5, "{mode}: {text} on {ground} has {ratio:.2}");
            }
            let border = contrast(tokens["line-strong"], tokens["surface"]);
            assert!(border >= 3.0, "{mode}: control borders have {border:.2}");
        }
    }

    fn tokens(css: &str) -> BTreeMap<&str, [f64; 3]> {
        let block = css.split(":root{").nth(1).and_then(|rest| rest.split('}').next()).expect("tokens");
        block
            .split(';')
            .filter_map(|line| line.trim().strip_prefix("--")?.split_once(":#"))
            .filter_map(|(name, hex)| {
                let hex =
                    if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
                let channel = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok().map(f64::from);
                Some((name, [channel(0)?, channel(2)?, channel(4)?]))
            })
            .collect()
    }

    /// WCAG 2.2, relative luminance and contrast ratio.
    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let luminance = |rgb: [f64; 3]| {
            let linear = rgb
                .map(|c| c / 255.0)
                .map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        };
        let (light, dark) = (luminance(a).max(luminance(b)), luminance(a).min(luminance(b)));
        (light + 0.05) / (dark + 0.05)
    }
}
