delete from notice_receipts where notice_id in
  (select id from notices where kind in ('bulletin', 'bulletin_correction'));
delete from notices where kind in ('bulletin', 'bulletin_correction');
drop index project_figures_by_time;
drop index project_versions_by_time;
drop table bulletins;
