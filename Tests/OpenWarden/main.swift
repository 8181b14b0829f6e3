import Glibc
import MayflyCore
import Warden

// A warden for tests, whose cells lack the one protection that MAYFLY_OPEN names.
guard let name = unsafe getenv("MAYFLY_OPEN"), let protection = unsafe Protection(rawValue: String(cString: name))
else {
    exit(64)
}
WardenMain.run(
    altering: CellAlteration(
        cell: { plan, filter in protection.remove(from: &plan, &filter) },
        template: { plan in protection.remove(from: &plan) },
        network: protection == .network ? .loopback : nil,
        leavesDescriptors: protection == .closing
    )
)
