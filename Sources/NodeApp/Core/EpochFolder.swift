internal import Foundation
internal import Ledger
internal import Rulebook
internal import Signing

/// The steps from epoch to epoch, a file each: what an offline verifier, and a node far behind, are led by.
///
/// If a file is lost, the other nodes still have it; if somebody alters it, no walk accepts it.
struct EpochFolder: Sendable {
    private let path: String

    init(in directory: String) { path = directory + "/epochs" }

    /// Keeps the step to an epoch; returns when it stands under its name.
    func keep(_ step: EpochStep) throws {
        guard let epoch = step.claimed else { return }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try TextFile.write(step.encoded, to: file(epoch.number))
    }

    /// The steps that are there, in order, up to the first that is missing or does not read.
    func steps() -> [EpochStep] {
        var steps: [EpochStep] = []
        while steps.count < EpochProof.maxSteps, let bytes = try? TextFile.bytes(file(UInt64(steps.count) + 1)),
            let step = try? EpochStep(decoding: bytes)
        {
            steps.append(step)
        }
        return steps
    }

    private func file(_ number: UInt64) -> String { path + "/\(number).cbor" }
}

extension EpochWalk {
    /// As far as a node's own steps lead, or those of the file that its operator gave, if they lead farther.
    init(_ configuration: NodeConfiguration, _ genesis: Network) throws {
        self.init(from: genesis, along: EpochFolder(in: configuration.dataDirectory).steps())
        guard let path = configuration.epochsPath else { return }
        var given = EpochWalk(from: genesis)
        do { try given.take(try EpochProof(decoding: TextFile.bytes(path))) } catch let error as EpochError {
            throw NodeStartError.badEpochs(path, "\(error)")
        }
        if given.network.epoch.number > network.epoch.number { self = given }
    }

    /// As far as these steps lead from the genesis.
    init(from genesis: Network, along steps: [EpochStep]) {
        self.init(from: genesis)
        for step in steps { guard (try? take(step)) != nil else { return } }
    }
}
