import MayflyTestSupport
import Testing

/// Everything that starts real daemons and builds real cells; one after the other, so that leftovers have one possible owner.
@Suite(.serialized, .requiresRoot, .tags(.kernel), .timeLimit(.minutes(15)))
enum EndToEnd {}
