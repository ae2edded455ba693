# 意见
comments-empty = 请填写意见内容（1～1000 字）。
comments-taken-back-already = 这条意见已经撤回，没有改动。
deed-comment-add = 提出意见
deed-comment-void = 撤回意见
