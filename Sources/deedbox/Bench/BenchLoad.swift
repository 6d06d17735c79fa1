import ArgumentParser
import Foundation
import Ledger
import NodeAPI
import Rulebook
import Signing

/// Whom a load is sent to, and in whose name.
struct BenchTarget: ParsableArguments {
    @Option(help: "A node. Given several times, the next is asked when one is gone.")
    var node = ["http://127.0.0.1:7101"]

    @Option(help: "The issuer's member id; otherwise the name in its key file, or police.")
    var member: String?

    @Option(help: "The issuer's statement key; otherwise its sample key. The issuer must be accredited already.")
    var key: String?

    @OptionGroup var passphrases: PassphraseFiles

    @Option(help: "A type that the issuer is accredited for.")
    var type = "11100000000013127D001"

    /// Signs manifests of random records in the issuer's name.
    func maker() async throws -> ManifestMaker {
        let client = try NodeClient(node)
        let network = Network(try Genesis(decoding: await client.genesis()))
        let stored = try key.map { try StoredKey.key($0, for: .statement, passphrases) }
        let name = member ?? stored?.name ?? "police"
        guard let issuer = MemberID(name), let code = TypeCode(type) else {
            throw ValidationError("not a member id or a type code")
        }
        let key = stored?.key ?? SampleKeys.key(name)
        if stored == nil { try await BenchSetup(network: network, client: client).prepare(issuer, code, key: key) }
        return ManifestMaker(network: network, issuer: issuer, type: code, key: key, client: client)
    }
}

/// Makes manifests of random records.
struct ManifestMaker: Sendable {
    let network: Network
    let issuer: MemberID
    let type: TypeCode
    let key: PrivateKey
    let client: NodeClient

    /// One signed manifest with its records, framed for the wire.
    func manifest(records count: Int) -> [UInt8] {
        var framed: [UInt8] = []
        framed.reserveCapacity(count * 38)
        var hashes: [Digest] = []
        hashes.reserveCapacity(count)
        let random = Random.bytes(count * Digest.byteCount)
        for index in 0..<count {
            let bytes = random[index * Digest.byteCount..<(index + 1) * Digest.byteCount]
            guard let digest = Digest(bytes) else { continue }
            let leaf = IssueRecord(commitment: Commitment(digest), expiry: nil).encoded
            hashes.append(Digest.leaf(leaf))
            EntryBundle.append(leaf: leaf, to: &framed)
        }
        let act = Act.issueDocuments(
            IssueDocuments(type: type, typeVersion: 1, count: count, root: MerkleTree.root(of: hashes)))
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: issuer.text, origin: network.origin,
            notAfter: UInt64(Date().timeIntervalSince1970) + 590)
        var bytes: [UInt8] = []
        EntryBundle.append(leaf: Statement.signed(header, payload: act.payload, by: key).bytes, to: &bytes)
        return bytes + framed
    }
}

extension Duration {
    /// As a number.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Double {
    /// With so many digits behind the point.
    func shown(_ digits: Int = 1) -> String { String(format: "%.\(digits)f", self) }
}
