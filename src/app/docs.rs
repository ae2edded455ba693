//! GET /api/docs: the API document as a page, rendered here from the very document that is served beside it. No
//! script, nothing from elsewhere.

use crate::web::{PageResult, Shell, html};
use askama::Template;
use serde_json::{Map, Value};

#[derive(Template)]
#[template(path = "app/templates/docs.html")]
struct DocsPage {
    shell: Shell,
    about: String,
    operations: Vec<Operation>,
    schemas: Vec<Schema>,
}

struct Operation {
    verb: String,
    path: String,
    summary: String,
    signed_in: bool,
    parameters: Vec<Row>,
    bodies: Vec<Row>,
    responses: Vec<Row>,
}

struct Schema {
    name: String,
    about: String,
    fields: Vec<Row>,
}

/// A line of any of the tables: what it is called, of which kind it is, what it means.
struct Row {
    name: String,
    kind: String,
    required: bool,
    about: String,
}

/// GET /api/docs
pub async fn page(shell: Shell) -> PageResult {
    let document = serde_json::to_value(super::openapi::document(super::routes().table()))
        .map_err(anyhow::Error::from)?;
    let about = text(&document["info"]["description"]);
    Ok(html(&DocsPage { shell, about, operations: operations(&document), schemas: schemas(&document) }))
}

fn operations(document: &Value) -> Vec<Operation> {
    members(&document["paths"])
        .flat_map(|(path, item)| members(item).map(move |(verb, operation)| (path, verb, operation)))
        .map(|(path, verb, operation)| Operation {
            verb: verb.to_uppercase(),
            path: path.clone(),
            summary: text(&operation["summary"]),
            signed_in: operation["security"].is_array(),
            parameters: items(&operation["parameters"])
                .map(|parameter| Row {
                    name: text(&parameter["name"]),
                    kind: kind(&parameter["schema"]),
                    required: parameter["required"] == true,
                    about: text(&parameter["description"]),
                })
                .collect(),
            bodies: contents(&operation["requestBody"]),
            responses: members(&operation["responses"])
                .map(|(status, response)| Row {
                    name: status.clone(),
                    kind: contents(response).into_iter().map(|row| row.kind).collect::<Vec<_>>().join(" "),
                    required: false,
                    about: text(&response["description"]),
                })
                .collect(),
        })
        .collect()
}

fn schemas(document: &Value) -> Vec<Schema> {
    members(&document["components"]["schemas"])
        .map(|(name, schema)| Schema {
            name: name.clone(),
            about: text(&schema["description"]),
            fields: members(&schema["properties"])
                .map(|(field, inner)| Row {
                    name: field.clone(),
                    kind: kind(inner),
                    required: items(&schema["required"]).any(|required| required == field.as_str()),
                    about: text(&inner["description"]),
                })
                .collect(),
        })
        .collect()
}

/// The media types of a body, each with its schema.
fn contents(body: &Value) -> Vec<Row> {
    members(&body["content"])
        .map(|(media, content)| Row {
            name: media.clone(),
            kind: kind(&content["schema"]),
            required: false,
            about: String::new(),
        })
        .collect()
}

/// A schema in a word: `string`, `integer | null`, `[Project]`, `Problem`.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    if schema["items"].is_object() {
        return format!("[{}]", kind(&schema["items"]));
    }
    let choices = items(&schema["oneOf"]).chain(items(&schema["allOf"])).map(kind);
    let types = items(&schema["type"]).map(text).chain(schema["type"].as_str().map(str::to_owned));
    choices.chain(types).collect::<Vec<_>>().join(" | ")
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
