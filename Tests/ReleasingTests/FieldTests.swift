import Releasing
import Signing
import Testing

struct FieldTests {
    private let context = GrantContext(origin: "field", grant: .zero, set: .zero, party: "bank")

    @Test func `the field is that of AES`() throws {
        let vectors = try Vectors.read("field.txt")
        #expect(vectors.count == 14)
        for (name, value) in vectors {
            let parts = name.split(separator: "-")
            let numbers = try parts.dropFirst().map { try #require(UInt8($0, radix: 16)) }
            let found =
                parts[0] == "product" ? FieldScalar.product(numbers[0], numbers[1]) : FieldScalar.inverse(numbers[0])
            #expect([found] == value, "\(name)")
        }
        for element in UInt8(1)...255 { #expect(FieldScalar.product(element, FieldScalar.inverse(element)) == 1) }
    }

    @Test func `thirty-two elements at once are multiplied as each alone`() {
        for scalar in UInt8.min...UInt8.max {
            for start in stride(from: 0, to: 256, by: 32) {
                let elements = (start..<start + 32).map(UInt8.init)
                let product = FieldVector(elements).times(scalar)
                #expect(product.bytes == elements.map { FieldScalar.product($0, scalar) })
                #expect((product + product).bytes.allSatisfy { $0 == 0 })
            }
        }
    }

    @Test func `any quorum of shares gives the secret, and one share less gives something else`() throws {
        var random = SeededRandom(1)
        for (count, quorum) in sizes {
            let secret = try #require(DealtSecret(random.bytes(32)))
            let shares = secret.shares(context, try use(1), quorum: quorum, count: count)
            for _ in 0..<20 {
                let chosen = random.choose(quorum, of: Position.all(of: count)).map { shares[$0.value - 1] }
                #expect(DealtSecret(combining: chosen) == secret)
                #expect(DealtSecret(combining: Array(chosen.shuffledBy(&random))) == secret)
                guard quorum > 1 else { continue }
                #expect(DealtSecret(combining: Array(chosen.dropLast())) != secret)
            }
        }
    }

    /// With q − 1 shares each of the 256 values of the missing one gives another secret byte: nothing is excluded.
    @Test(arguments: [(3, 2), (4, 3), (7, 5)])
    func `one share less than a quorum leaves every secret possible`(_ count: Int, _ quorum: Int) throws {
        var random = SeededRandom(2)
        let secret = try #require(DealtSecret(random.bytes(32)))
        let shares = secret.shares(context, try use(1), quorum: quorum, count: count)
        let held = Array(shares.prefix(quorum - 1))
        let missing = shares[quorum - 1]
        var found = [[Bool]](repeating: [Bool](repeating: false, count: 256), count: 32)
        for value in UInt8.min...UInt8.max {
            let guess = try #require(KeyShare([UInt8](repeating: value, count: 32), at: missing.position))
            for (place, byte) in DealtSecret(combining: held + [guess]).shown.enumerated() {
                found[place][Int(byte)] = true
            }
        }
        #expect(found.allSatisfy { $0.allSatisfy { $0 } })
    }

    @Test func `the same secret is dealt in the same shares, another context or index in others`() throws {
        let secret = try #require(DealtSecret([UInt8](repeating: 7, count: 32)))
        let dealt = secret.shares(context, try use(1), quorum: 2, count: 3)
        #expect(dealt == secret.shares(context, try use(1), quorum: 2, count: 3))
        #expect(dealt != secret.shares(context, try use(2), quorum: 2, count: 3))
        let other = GrantContext(origin: "field", grant: .zero, set: .zero, party: "notary")
        #expect(dealt != secret.shares(other, try use(1), quorum: 2, count: 3))
    }

    @Test func `numbers out of range are none`() {
        #expect(Position(0) == nil && Position(64) == nil && Position(63) != nil)
        #expect(SecretIndex(use: 0) == nil && SecretIndex(use: 65_536) == nil)
        #expect(UseRange(0...1) == nil && UseRange(1...101) == nil && UseRange(2...101)?.count == 100)
        #expect(DealtSecret([1, 2]) == nil && PartySecret([]) == nil)
    }

    @Test func `secrets do not print`() throws {
        let secret = try #require(DealtSecret([UInt8](repeating: 7, count: 32)))
        let world = try ReleaseWorld(3, quorum: 2)
        let secrets: [any CustomStringConvertible] = [
            secret, secret.shares(context, try use(1), quorum: 1, count: 1)[0],
            try world.shares(try world.deposit(1), try at(1)),
            try PartyDeposit(try world.deposit(1), by: world.party).secret,
            try world.secret(try world.deposit(1), try use(1), from: [try at(1), try at(2)]),
        ]
        for secret in secrets { #expect("\(secret)" == "<secret>") }
    }
}

extension DealtSecret {
    /// The bytes: of shares with a quorum of one, each is the secret.
    var shown: [UInt8] {
        shares(GrantContext(origin: "", grant: .zero, set: .zero, party: ""), .trace, quorum: 1, count: 1)[0].bytes
    }
}

extension Array {
    /// The same elements in an order that the source draws.
    func shuffledBy(_ random: inout SeededRandom) -> [Element] {
        var left = self
        var drawn: [Element] = []
        while !left.isEmpty { drawn.append(left.remove(at: random.below(left.count))) }
        return drawn
    }
}
