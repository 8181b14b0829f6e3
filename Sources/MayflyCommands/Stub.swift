internal import ArgumentParser
package enum CStub {}
