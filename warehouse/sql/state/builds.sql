-- the newest build and the one before it
select build_id, built_at, code_version, registry_version, corpus_hash, counts
from builds
order by built_at desc, build_id desc
limit 2
