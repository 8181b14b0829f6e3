import Glibc

/// A TCP socket of the host that accepts connections for as long as this value lives.
struct Listener: ~Copyable {
    let port: UInt16
    private let number: CInt

    init() throws {
        number = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = number
        let done = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(number, generic, length) == 0 && listen(number, 8) == 0
                    && getsockname(number, generic, &length) == 0
            }
        }
        port = address.sin_port.bigEndian
        guard done else { throw TestWarden.Failure(description: "no listening socket: \(errno)") }
    }

    deinit { close(number) }
}
