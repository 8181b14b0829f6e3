internal import Logging
package enum VStub {}
