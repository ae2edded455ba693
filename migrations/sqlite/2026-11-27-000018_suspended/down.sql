drop table suspension_reviews;
