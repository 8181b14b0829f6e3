import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// The warden keeps once what they have in common.
    @Suite("Cells that are built ahead alike")
    struct AheadTwinTests {
        @Test func `have ids of their own, which the digest of each plan says`() throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("cells: 3")])
            // The very same launch each time: nothing but the cell may be another.
            let launch = try TestLaunch.ahead("echo ran")
            var plans: [String: Digest] = [:]
            for _ in 0..<6 {
                try warden.awaitAhead(3)
                let ended = try warden.run(launch)
                #expect(ended.output == "ran\n" && ended.report.control("built_ahead") == "cell")
                let (id, plan) = (try #require(ended.report.control("host_uid")), try #require(ended.report.plan))
                #expect(plans.updateValue(plan, forKey: id) ?? plan == plan, "the same cell twice has the same plan")
            }
            #expect(plans.count >= 3, "three live at once")
            #expect(Set(plans.values).count == plans.count)
        }

        /// Copies that were freed are still to be seen, some; they do not grow with the number of cells.
        @Test(arguments: ["0 in all five sets", "denied call report\n"])
        func `have one copy in the warden's memory of what they are built by, and of what they read back`(
            text: String
        ) throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("cells: 16")])
            try warden.awaitAhead(16, within: 60)
            // What the last ones have read back may not have been heard yet.
            usleep(200_000)
            let count = try warden.copies(of: text)
            #expect((1..<12).contains(count), "\(count) copies for 16 cells")
        }
    }
}
