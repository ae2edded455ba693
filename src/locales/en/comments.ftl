# Remarks
comments-empty = Please write the remark (1 to 1000 characters).
comments-taken-back-already = This remark was taken back before; nothing was changed.
deed-comment-add = Wrote a remark
deed-comment-void = Took a remark back
