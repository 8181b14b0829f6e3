internal import Hummingbird
internal import ServiceLifecycle
package enum RStub {}
