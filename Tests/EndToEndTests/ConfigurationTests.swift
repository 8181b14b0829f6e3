import Foundation
import MayflyTestSupport
import Testing

extension EndToEnd {
    @Suite("A configuration")
    struct ConfigurationFile {
        /// Starts a daemon by the configuration at `name`, as far as its warden.
        ///
        /// - Parameters:
        ///   - place: Where `config.yaml` is at first.
        ///   - arrange: Commands that are executed there before.
        private func start(_ place: Place, by name: String, _ arrange: String) throws -> Outcome {
            let file = try place.file("config.yaml", "selfApproval: true\n")
            let arranged = try runProgram("/bin/sh", ["-ec", "cd \"$(dirname '\(file)')\"; \(arrange)"])
            #expect(arranged.status == 0, "\(arranged.errors)")
            return try place.start(["--config", place.path(name), "--warden", "/nonexistent/warden"])
        }

        @Test(arguments: ["chmod 666", "chmod 664", "chmod 646", "chown 65534"])
        func `that others can change is refused`(spoil: String) throws {
            let place = try Place()
            defer { place.remove() }
            let outcome = try start(place, by: "config.yaml", "\(spoil) config.yaml")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("others than root can change it"), "\(outcome.errors)")
        }

        /// Commands that move it, where it is then, and the directory that is complained of.
        private static let ways = [
            ("chmod 777 sub; mv config.yaml sub", "sub/config.yaml", "sub"),
            ("chmod 775 sub; mv config.yaml sub", "sub/config.yaml", "sub"),
            ("chown 65534 sub; mv config.yaml sub", "sub/config.yaml", "sub"),
            ("mkdir sub/own; chmod 777 sub; mv config.yaml sub/own", "sub/own/config.yaml", "sub"),
            ("chmod 777 sub; mv config.yaml sub; ln -s sub/config.yaml link", "link", "sub"),
            ("chmod 777 sub; ln -s ../config.yaml sub/back; ln -s sub/back link", "link", "sub"),
            ("mkdir sub/own; chmod 777 sub; mv config.yaml sub/own; ln -s sub/own way", "way/config.yaml", "sub"),
        ]

        @Test(arguments: ways)
        func `that others can put another one in the place of is refused`(arrange: String, name: String, open: String)
            throws
        {
            let place = try Place()
            defer { place.remove() }
            let outcome = try start(place, by: name, "mkdir sub; \(arrange)")
            #expect(outcome.status == 1)
            let complaint = "\(place.path(open)), above \(place.path(name)), can be changed by others than root"
            #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
        }

        /// What decides who may do what, and what is made of it where others can put another one in its place.
        private static let others = [
            ("--agents", "cp config.yaml agents.yaml; chmod 777 .", "agents.yaml", ""),
            ("--agents", "mkdir sub; chmod 777 sub; cp config.yaml sub/agents.yaml", "sub/agents.yaml", "sub"),
            ("--profiles", "mkdir -p sub/profiles; chmod 777 sub", "sub/profiles", "sub"),
            ("--profiles", "mkdir -p sub/profiles; chmod 775 sub; ln -s sub/profiles way", "way", "sub"),
        ]

        @Test(arguments: others)
        func `of agents or profiles that others can put another one in the place of is refused`(
            option: String,
            arrange: String,
            name: String,
            open: String
        ) throws {
            let place = try Place()
            defer { place.remove() }
            let file = try place.file("config.yaml", "selfApproval: true\n")
            let arranged = try runProgram("/bin/sh", ["-ec", "cd \"$(dirname '\(file)')\"; \(arrange)"])
            #expect(arranged.status == 0, "\(arranged.errors)")
            let outcome = try place.start([option, place.path(name), "--warden", "/nonexistent/warden"])
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.contains("above \(place.path(name)), can be changed by others than root"),
                "\(outcome.errors)"
            )
            #expect(outcome.errors.contains("\(open), above"), "\(outcome.errors)")
        }

        @Test func `that a link leads to which others can change is refused`() throws {
            let place = try Place()
            defer { place.remove() }
            let arrange = "mkdir sub; chmod 1777 sub; ln -s ../config.yaml sub/link; chown -h 65534 sub/link"
            let outcome = try start(place, by: "sub/link", arrange)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("sub/link, a link that leads to"), "\(outcome.errors)")
            #expect(outcome.errors.contains("belongs to uid 65534, not to root"), "\(outcome.errors)")
        }

        @Test(arguments: [
            ("true", "config.yaml"), ("mkdir sub; ln -s ../config.yaml sub/link; ln -s sub way", "way/link"),
            ("mkdir sub; chmod 1777 sub; mv config.yaml sub", "sub/config.yaml"),
        ])
        func `that only root can change is read, wherever it lies`(arrange: String, name: String) throws {
            let place = try Place()
            defer { place.remove() }
            let outcome = try start(place, by: name, arrange)
            #expect(outcome.errors.contains("/nonexistent/warden"), "\(outcome.errors)")
        }
    }
}
