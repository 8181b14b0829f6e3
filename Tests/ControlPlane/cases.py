"""Every module with cases, in the order in which they run."""

import cases_approval
import cases_client
import cases_crowd
import cases_follow
import cases_framing
import cases_host
import cases_identity
import cases_json
import cases_kill
import cases_launch
import cases_limits
import cases_names
import cases_output
import cases_routes
import cases_size
import cases_slow
import cases_upload

# The crowd comes last: a daemon that does not survive it has answered everything else by then.
MODULES = [
    cases_slow, cases_identity, cases_framing, cases_size, cases_json, cases_names, cases_limits, cases_launch,
    cases_upload, cases_routes, cases_follow, cases_approval, cases_output, cases_client, cases_host, cases_crowd, cases_kill,
]
