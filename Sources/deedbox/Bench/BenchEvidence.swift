import ArgumentParser
import Evidence
import Rulebook
import Signing

/// `bench evidence`: how many uses a core verifies in full, beside what signatures alone cost it.
struct BenchEvidence: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: tell("Complete verifications of evidence by one core.", zh: "单核完整核验证据包的速率。"))

    @Argument(help: "The evidence of a use whose verdict is yes.")
    var file: String

    @Option(help: ArgumentHelp(GenesisWords.trust, valueName: "genesis"))
    var trust: String

    func run() throws {
        guard case .evidence(let evidence) = try ProofFile(file) else {
            throw VerifyWords.unreadable(file, RenewalWords.notEvidence)
        }
        let bytes = Array(evidence.text.utf8)
        let check = UseCheck(try evidence.walk(from: EpochWalk(from: try GenesisFile.network(trust))))
        guard check.verdict(on: evidence.use).answer == .yes else {
            throw ValidationError("the verdict on \(file) is not yes")
        }
        let p256 = BenchEvidence.verifications(.es256)
        let ed25519 = BenchEvidence.verifications(.ed25519)
        let cold = BenchEvidence.rate { _ = check.verdict(on: evidence.use) }
        var known = VerifiedBefore()
        let warm = BenchEvidence.rate { _ = check.verdict(on: evidence.use, knowing: &known) }
        let read = try BenchEvidence.rate { _ = try EvidenceFile(parsing: bytes) }
        print(
            """
            evidence, one thread; documents \(evidence.use.documents.count), bytes \(bytes.count), \
            checkpoints \(known.count)
              raw P-256 verify/s                 \(p256.shown(0))
              raw Ed25519 verify/s               \(ed25519.shown(0))
              verified, everything anew/s        \(cold.shown(0))  \(ratios(cold, p256, ed25519))
              verified, checkpoints known/s      \(warm.shown(0))  \(ratios(warm, p256, ed25519))
              file read/s                        \(read.shown(0))
            """)
    }

    /// What one verification costs, in signatures of either kind.
    private func ratios(_ rate: Double, _ p256: Double, _ ed25519: Double) -> String {
        let (each, ours, theirs) = ((1_000_000 / rate).shown(0), (p256 / rate).shown(1), (ed25519 / rate).shown(1))
        return "(\(each) µs each: as \(ours) of P-256, \(theirs) of Ed25519)"
    }

    /// Signatures of an algorithm that are verified in a second, over messages of the length of a statement.
    private static func verifications(_ algorithm: SignatureAlgorithm) -> Double {
        let key = PrivateKey(generating: algorithm)
        let message = [UInt8](repeating: 9, count: 250)
        let signature = key.sign(message)
        return rate { _ = key.publicKey.verifies(signature, over: message) }
    }

    /// Calls a second, over about two seconds.
    private static func rate<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Double {
        let start = ContinuousClock.now
        var count = 0
        while start.duration(to: .now) < .seconds(2) {
            for _ in 0..<64 { try body() }
            count += 64
        }
        return Double(count) / start.duration(to: .now).seconds
    }
}
