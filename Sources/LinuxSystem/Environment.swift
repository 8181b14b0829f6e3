internal import Glibc

/// What a variable of this process's environment says; `nil` where it is not set.
///
/// Nobody else may change the environment meanwhile.
package func environmentVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}
