-- How far the event store had come when a build asked it: the build ends when that much is counted.

alter table segment_builds add column position bigint;
