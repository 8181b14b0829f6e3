import MayflyTestSupport
import Testing

/// Everything that starts real daemons and builds real cells; one after the other, so that leftovers have one possible owner.
@Suite(.serialized, .requiresRoot, .tags(.kernel), .timeLimit(.minutes(15)))
enum EndToEnd {}

/// What is written in Python, computes or waits for long, and looks at nothing of the host but what is its daemon's: beside each other,
/// each with a daemon of its own.
@Suite(.requiresRoot, .tags(.kernel), .timeLimit(.minutes(15)))
enum EndToEndBesideEachOther {}
