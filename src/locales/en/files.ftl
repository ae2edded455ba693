# Attachments
files-kind = “{ $name }” is no PDF, JPEG or PNG (told by its content, not by its name). Please scan or save it as one of these and upload it again.
files-attached-already = The same file was uploaded before as “{ $name }”; it need not be uploaded again.
files-void-reason = Please say why the file no longer counts.
files-voided-already = The file was voided before; nothing was changed.
files-missing = The bytes of this file are no longer where they were stored, so it cannot be downloaded. Please ask the administrator to restore them from a backup, or upload the original again.
files-damaged = The bytes of this file differ from those that were uploaded, so it is not handed out. Please ask the administrator to restore them from a backup, or upload the original again.
files-check-missing = Attachment { $id } “{ $name }” ({ $subject }): the file is missing; expected SHA-256 { $hash }.
files-check-altered = Attachment { $id } “{ $name }” ({ $subject }): the file differs from the one that was uploaded; expected SHA-256 { $hash }.
files-check-unreadable = Attachment { $id } “{ $name }” ({ $subject }): the file cannot be read; expected SHA-256 { $hash }.
deed-file-attach = Attached a file
deed-file-void = Voided a file
deed-file-mend = Restored a damaged file
files-photo-kind = { $name } is no photo. Please send a JPEG, PNG or WebP of the site.
files-photo-damaged = { $name } cannot be read; the file may be damaged. Please export it again or take another.
files-photo-large = { $name } is too large ({ $side } pixels a side at most, and no more than memory allows). Please make it smaller.
