internal import Yams
package enum PStub {}
