//! Our texts as Fluent's own parser reads them: which arguments a sentence takes and which others it refers to.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::source::{files, read, shown};

/// What a text needs and names: its arguments and the other texts it refers to.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Text {
    /// Names of arguments, and attributes as `.name`.
    pub args: BTreeSet<String>,
    /// Ids of messages, and terms as `-name`.
    pub refers_to: BTreeSet<String>,
}

/// Texts by id; a term's id begins with `-`.
pub type Texts = BTreeMap<String, Text>;

/// All texts of a language.
pub fn texts_of(language: &str) -> Texts {
    let mut all = Texts::new();
    for path in files(&format!("src/locales/{language}"), &[".ftl"]) {
        for (id, text) in parse(&read(&path), &shown(&path)) {
            assert!(all.insert(id.clone(), text).is_none(), "{}: {id} stands twice", shown(&path));
        }
    }
    all
}

/// The texts of one Fluent file; `name` is for the finding when it does not parse.
pub fn parse(ftl: &str, name: &str) -> Texts {
    let resource =
        fluent_syntax::parser::parse(ftl).unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
    let mut texts = Texts::new();
    for entry in &resource.body {
        let (id, value, attributes) = match entry {
            Entry::Message(message) => {
                (message.id.name.to_owned(), message.value.as_ref(), &message.attributes)
            }
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            _ => continue,
        };
        let mut text = Text::default();
        if let Some(pattern) = value {
            text.read(pattern);
        }
        for attribute in attributes {
            text.args.insert(format!(".{}", attribute.id.name));
            text.read(&attribute.value);
        }
        assert!(texts.insert(id.clone(), text).is_none(), "{name}: {id} stands twice");
    }
    texts
}

impl Text {
    fn read(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.read_expression(expression);
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector);
                for variant in variants {
                    self.read(&variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.args.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.refers_to.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, .. } => {
                self.refers_to.insert(format!("-{}", id.name));
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    self.read_inline(argument);
                }
            }
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}
