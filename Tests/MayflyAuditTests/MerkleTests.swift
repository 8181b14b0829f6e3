import MayflyAudit
import MayflyCore
import Testing

@Suite("A Merkle tree") struct MerkleTests {
    private struct Tree {
        var leaves: [[UInt8]] = []
        var frontier = MerkleFrontier()
        var stored: [Digest] = []
        var roots: [Digest] = [MerkleHash.empty]

        init(size: Int) {
            for number in 0..<size {
                leaves.append(Array("leaf \(number)\n".utf8))
                #expect(UInt64(stored.count) == HashPosition.of(level: 0, number: UInt64(number)))
                stored += frontier.append(MerkleHash.leaf(leaves[number]))
                roots.append(frontier.root)
            }
        }

        var proof: MerkleProof<Never> {
            let stored = stored
            return MerkleProof { level, number in stored[Int(HashPosition.of(level: level, number: number))] }
        }

        func head(_ size: Int) -> TreeHead { TreeHead(size: UInt64(size), root: roots[size]) }
    }

    private let tree = Tree(size: 64)

    @Test func `has the hashes that the standard's definition gives, for every size`() throws {
        for size in 0...64 {
            #expect(tree.roots[size] == NaiveTree.root(tree.leaves[..<size]))
            #expect(tree.proof.root(size: UInt64(size)) == tree.roots[size])
            #expect(HashPosition.count(size: UInt64(size)) == Tree(size: size).stored.count)
        }
    }

    @Test func `has a number of hashes for every size`() {
        #expect(HashPosition.count(size: 1 << 57) == 1 << 58 - 1)
        #expect(HashPosition.count(size: 1 << 63) == .max && HashPosition.count(size: .max) == .max)
    }

    @Test func `has the hashes of the test vectors of Certificate Transparency`() throws {
        var frontier = MerkleFrontier()
        let leaves: [[UInt8]] = [[], [0], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43]]
        for leaf in leaves { frontier.append(MerkleHash.leaf(leaf)) }
        #expect(MerkleHash.empty.hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(frontier.root.hexadecimal == "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")
    }

    @Test func `proves every leaf in every size, and no other leaf, index, size or hash`() throws {
        for size in 1...64 {
            for index in 0..<size {
                let proof = tree.proof.inclusion(of: UInt64(index), size: UInt64(size))
                #expect(proof == NaiveTree.path(index, tree.leaves[..<size]))
                let leaf = MerkleHash.leaf(tree.leaves[index])
                func holds(_ leaf: Digest, _ index: Int, _ size: Int, _ root: Digest, _ proof: [Digest]) -> Bool {
                    MerkleCheck.inclusion(of: leaf, index: UInt64(index), size: UInt64(size), root: root, proof: proof)
                }
                #expect(holds(leaf, index, size, tree.roots[size], proof))
                #expect(!holds(MerkleHash.empty, index, size, tree.roots[size], proof))
                #expect(!holds(leaf, index, size, tree.roots[size - 1], proof))
                #expect(!holds(leaf, index, size, tree.roots[size], proof + [leaf]))
                #expect(!holds(leaf, size, size, tree.roots[size], proof))
                if !proof.isEmpty {
                    #expect(!holds(leaf, index ^ 1, size, tree.roots[size], proof))
                    #expect(!holds(leaf, index, size, tree.roots[size], proof.dropLast()))
                }
            }
        }
    }

    @Test func `proves that every size is the beginning of every later one, and of no other`() throws {
        for new in 0...64 {
            for old in 0...new {
                let proof = tree.proof.consistency(from: UInt64(old), to: UInt64(new))
                if old > 0 { #expect(proof == NaiveTree.proof(old, tree.leaves[..<new])) }
                func holds(_ old: TreeHead, _ new: TreeHead, _ proof: [Digest]) -> Bool {
                    MerkleCheck.consistency(old: old, new: new, proof: proof)
                }
                #expect(holds(tree.head(old), tree.head(new), proof))
                var other = tree.head(old)
                other.root = MerkleHash.leaf([9])
                #expect(!holds(other, tree.head(new), proof))
                #expect(!holds(tree.head(old), tree.head(new), proof + [MerkleHash.empty]))
                if old < new {
                    #expect(!holds(tree.head(new), tree.head(old), proof))
                    if old > 0 { #expect(!holds(tree.head(old), tree.head(new), Array(proof.dropLast()))) }
                }
            }
        }
    }
}
