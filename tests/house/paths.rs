//! Which of our own modules a file names. `use` lines and inline paths count alike, groups are spread out, `self` and
//! `super` are resolved, and a name that a `use` line brought is followed home, so that no arrow hides behind an alias.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::source::{Source, is_mark, is_word};

/// Every path into our own crate that `source` names, absolute, without the leading `crate`.
pub fn paths_of(source: &Source) -> BTreeSet<Vec<String>> {
    let mut reader = Reader { names: BTreeMap::new(), found: BTreeSet::new() };
    // Twice: a name may be used above the `use` line that brings it.
    for _ in 0..2 {
        reader.read(&source.code, &source.module);
    }
    reader.found
}

/// Reads paths; `names` are what `use` lines brought into the file, so that `lists::store` is followed home.
struct Reader {
    names: BTreeMap<String, Vec<String>>,
    found: BTreeSet<Vec<String>>,
}

impl Reader {
    fn read(&mut self, tokens: &TokenStream, module: &[String]) {
        let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut i = 0;
        while i < all.len() {
            match &all[i] {
                TokenTree::Group(body) if i >= 2 && is_word(all.get(i - 2), "mod") => {
                    let deeper: Vec<String> =
                        module.iter().cloned().chain([all[i - 1].to_string()]).collect();
                    self.read(&body.stream(), &deeper);
                    i += 1;
                }
                TokenTree::Ident(first) if !after_colons(&all, i) && is_path(&all, i + 1) => {
                    let first = first.to_string();
                    let start = match first.as_str() {
                        "crate" | "groundwork" => Some(Vec::new()),
                        "self" => Some(module.to_vec()),
                        "super" => Some(module[..module.len().saturating_sub(1)].to_vec()),
                        name => self.names.get(name).cloned(),
                    };
                    let binds = i > 0 && is_word(all.get(i - 1), "use");
                    i = match start {
                        Some(start) => self.follow(&all, i + 3, start, binds),
                        None => i + 3,
                    };
                }
                TokenTree::Group(group) => {
                    self.read(&group.stream(), module);
                    i += 1;
                }
                _ => i += 1,
            }
        }
    }

    /// Follows a path from behind a `::` at `i`; returns the place after it.
    fn follow(&mut self, all: &[TokenTree], mut i: usize, mut path: Vec<String>, binds: bool) -> usize {
        loop {
            match all.get(i) {
                Some(TokenTree::Ident(word)) => {
                    match word.to_string().as_str() {
                        "super" => drop(path.pop()),
                        "self" => {}
                        name => path.push(name.to_owned()),
                    }
                    i += 1;
                    if is_path(all, i) {
                        i += 2;
                        continue;
                    }
                    if binds && let Some(last) = path.last() {
                        let alias = is_word(all.get(i), "as").then(|| all.get(i + 1)).flatten();
                        self.names.insert(alias.map_or(last.clone(), ToString::to_string), path.clone());
                    }
                }
                Some(TokenTree::Group(group)) if binds && group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for branch in
                        inner.split(|token| is_mark(Some(token), ',')).filter(|branch| !branch.is_empty())
                    {
                        self.follow(branch, 0, path.clone(), binds);
                    }
                    return i + 1;
                }
                _ => {} // a glob, or generics
            }
            self.found.insert(path);
            return i;
        }
    }
}

/// Whether `::` stands at `i`.
fn is_path(all: &[TokenTree], i: usize) -> bool {
    is_mark(all.get(i), ':') && is_mark(all.get(i + 1), ':')
}

/// Whether the word at `i` continues a path.
fn after_colons(all: &[TokenTree], i: usize) -> bool {
    i >= 2 && is_path(all, i - 2)
}
