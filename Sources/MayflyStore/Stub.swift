internal import GRDB
internal import Crypto
package enum SStub {}
