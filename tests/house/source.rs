//! Our own source as the house rules read it: every file under `src/` cut into tokens, so that no comment, string or
//! test can be taken for code. Rules speak about tokens and literals, never about lines of text.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The folder of `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `folder` (relative to the root) whose name ends in one of `endings`, in a stable order.
pub fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, endings, found);
            } else if endings.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    if root().join(folder).exists() {
        walk(&root().join(folder), endings, &mut found);
    }
    found.sort();
    found
}

/// A path as a finding names it: relative to the root.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The text of a file.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A Rust file: where it stands, which module it is, and its tokens without comments and `#[cfg(test)]` items.
pub struct Source {
    /// Relative to the root, for findings.
    pub name: String,
    /// `src/features/lists/store.rs` is `["features", "lists", "store"]`; `lib.rs` and `main.rs` are `[]`.
    pub module: Vec<String>,
    /// Whether the file is the face of a folder (`mod.rs`).
    pub is_face: bool,
    /// What the compiler builds into the product, attributes (and with them doc comments) taken out.
    pub code: TokenStream,
}

impl Source {
    /// Cuts `text`, which stands at `src/…`, into tokens.
    pub fn parse(name: &str, text: &str) -> Self {
        let inner = name.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        let is_face = module.last().is_some_and(|last| last == "mod");
        if is_face || matches!(inner, "lib" | "main") {
            module.pop();
        }
        let tokens: TokenStream = text.parse().unwrap_or_else(|e| panic!("{name} does not lex: {e}"));
        Self { name: name.to_owned(), module, is_face, code: product(tokens) }
    }

    /// `src/features/lists/…` belongs to `["features", "lists"]`, everything else to its first folder or file.
    pub fn room(&self) -> String {
        room(&self.module)
    }

    /// Every string literal with its line; the words as written, escapes not resolved.
    pub fn strings(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        collect_strings(self.code.clone(), &mut found);
        found
    }
}

/// The room that a module path stands in: `features/NAME`, or the first word.
pub fn room(module: &[String]) -> String {
    match module {
        [] => "lib".to_owned(),
        [features, feature, ..] if features == "features" => format!("features/{feature}"),
        [first, ..] => first.clone(),
    }
}

/// Every Rust file of the product; a `tests.rs` stands under `#[cfg(test)]` and is none.
pub fn product_sources() -> Vec<Source> {
    let found: Vec<Source> = files("src", &[".rs"])
        .iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| Source::parse(&shown(path), &read(path)))
        .collect();
    assert!(!found.is_empty(), "no source found: the rules would hold for nothing");
    found
}

/// The words of a string literal token, `None` for numbers, characters and byte strings.
pub fn string_value(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let text = literal.to_string();
    let raw = text.strip_prefix('r').unwrap_or(&text).trim_matches('#');
    (raw.len() >= 2).then(|| raw.strip_prefix('"')?.strip_suffix('"').map(str::to_owned)).flatten()
}

/// Whether `token` is the identifier `word`.
pub fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == word)
}

/// Whether `token` is the punctuation `mark`.
pub fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Takes out attributes (doc comments are attributes to the lexer) and every item under `#[cfg(test)]`.
fn product(tokens: TokenStream) -> TokenStream {
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut i = 0;
    while i < all.len() {
        if let Some((attribute, next)) = attribute_at(&all, i) {
            i = next;
            if attribute.replace(' ', "").starts_with("cfg(test)") {
                i = after_item(&all, i);
            }
        } else if let TokenTree::Group(group) = &all[i] {
            let mut inner = proc_macro2::Group::new(group.delimiter(), product(group.stream()));
            inner.set_span(group.span());
            kept.push(TokenTree::Group(inner));
            i += 1;
        } else {
            kept.push(all[i].clone());
            i += 1;
        }
    }
    kept.into_iter().collect()
}

/// What stands in the brackets of the attribute (`#[…]` or `#![…]`) that begins at `i`, and the place after it.
fn attribute_at(all: &[TokenTree], i: usize) -> Option<(String, usize)> {
    let bracket = if is_mark(all.get(i + 1), '!') { i + 2 } else { i + 1 };
    match all.get(bracket) {
        Some(TokenTree::Group(group))
            if is_mark(all.get(i), '#') && group.delimiter() == Delimiter::Bracket =>
        {
            Some((group.stream().to_string(), bracket + 1))
        }
        _ => None,
    }
}

/// The place after the item at `i`: past its braces or its semicolon.
fn after_item(all: &[TokenTree], mut i: usize) -> usize {
    while let Some(token) = all.get(i) {
        i += 1;
        let braces = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        if braces || is_mark(Some(token), ';') {
            break;
        }
    }
    i
}

fn collect_strings(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    for token in tokens {
        if let Some(value) = string_value(&token) {
            found.push((token.span().start().line, value));
        } else if let TokenTree::Group(group) = token {
            collect_strings(group.stream(), found);
        }
    }
}
