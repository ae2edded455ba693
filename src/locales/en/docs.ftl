# The API document as a page
docs-title = API
docs-hint = The whole document for programs (OpenAPI):
docs-operations = Operations
docs-schemas = Schemas
docs-signed-in = Needs a session or a token; rows are those of the caller's own scope.
docs-public = Open to anybody.
docs-parameters = Parameters
docs-body = Body
docs-answers = Answers
docs-fields = Fields
docs-name = Name
docs-media = Media type
docs-status = Status
docs-kind = Type
docs-about = Meaning
docs-required = required
