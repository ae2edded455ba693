# The audit record
audit-title = Audit record
audit-caption = { $total } records, newest first
audit-at = When
audit-who = Who
audit-deed = Deed
audit-subject = Subject
audit-changes = Changes
audit-reason = Reason: { $reason }
audit-none = No record yet.
deed-user-create = created an account
deed-user-change = changed an account
deed-user-password = set a password
deed-user-invite = issued a set-up link
deed-token-create = created an API token
deed-token-revoke = revoked an API token
subject-user = account
subject-token = token
