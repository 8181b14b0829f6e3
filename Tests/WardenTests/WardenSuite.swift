import MayflyTestSupport
import Testing

/// Everything that starts real wardens and builds real cells; one after the other, so that a leftover has one possible owner.
@Suite(.serialized, .requiresRoot, .tags(.kernel), .timeLimit(.minutes(10)))
enum WardenSuite {}
