-- The picture of a person: its id in the bucket. Another picture is another id, so that one may be kept by browsers for good.
ALTER TABLE users ADD COLUMN picture uuid;
