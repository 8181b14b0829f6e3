import MayflyTestSupport
import Testing

/// Everything that starts real daemons and builds real cells; one after the other, so that leftovers have one possible owner.
@Suite(.serialized, .requiresRoot, .tags(.kernel), .timeLimit(.minutes(15)))
enum EndToEnd {}

/// What is written in Python, computes for long and does not look at the host: beside each other, each with a daemon of its own.
@Suite(.requiresRoot, .tags(.kernel), .timeLimit(.minutes(15)))
enum EndToEndBesideEachOther {}
