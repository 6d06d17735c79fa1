import Ledger
import Replication
import Rulebook
import Signing

/// A block error by its kind and place, for comparing.
enum BlockFault: Equatable {
    case refused(UInt64, String)
    case outOfOrder(UInt64)
    case notLater
    case seal(SealField, UInt64)
    case closedRecords(UInt64)
    case proposer(UInt64)

    init(_ error: BlockError) {
        self =
            switch error {
            case .refused(let leaf, let refusal): .refused(leaf.value, refusal.code)
            case .outOfOrder(let leaf): .outOfOrder(leaf.value)
            case .notLater: .notLater
            case .sealDiffers(let field, let at): .seal(field, at.value)
            case .closedRecordsDiffer(let at): .closedRecords(at.value)
            case .unknownProposer(let index): .proposer(index)
            }
    }
}

/// One thing in a seal that a liar alters.
enum SealForgery: CaseIterable {
    case height, previous, firstIndex, rootBefore, sameTime, earlierTime, laterTime, proposer, stateRoot
    case validators, nextValidators, parameters, ruleVersion, evidenceRoot

    /// How a checker names it.
    func fault(_ index: UInt64, _ seal: Seal, _ parent: BlockHead) -> BlockFault {
        switch self {
        case .height: .seal(.height, index)
        case .previous: .seal(.previous, index)
        case .firstIndex: .seal(.firstIndex, index)
        case .rootBefore: .seal(.rootBefore, index)
        case .sameTime, .earlierTime: .notLater
        // The status of a document tells the time: another time is another state.
        case .laterTime, .stateRoot: .seal(.stateRoot, index)
        case .proposer: .proposer(1)
        case .validators: .seal(.validators, index)
        case .nextValidators: .seal(.nextValidators, index)
        case .parameters: .seal(.parameters, index)
        case .ruleVersion: .seal(.ruleVersion, index)
        case .evidenceRoot: .seal(.evidenceRoot, index)
        }
    }
}

extension Seal {
    private func with(
        height: Height? = nil, previous: Digest? = nil, firstIndex: LeafIndex? = nil, rootBefore: Digest? = nil,
        time: UInt64? = nil, proposer: UInt64? = nil, stateRoot: Digest? = nil, validators: Digest? = nil,
        nextValidators: Digest? = nil, parameters: Digest? = nil, ruleVersion: UInt64? = nil,
        evidenceRoot: Digest? = nil, closedCount: UInt64? = nil
    ) -> Seal {
        Seal(
            height: height ?? self.height, previous: previous ?? self.previous,
            firstIndex: firstIndex ?? self.firstIndex, rootBefore: rootBefore ?? self.rootBefore,
            time: time ?? self.time, proposer: proposer ?? self.proposer, stateRoot: stateRoot ?? self.stateRoot,
            validators: validators ?? self.validators, nextValidators: nextValidators ?? self.nextValidators,
            parameters: parameters ?? self.parameters, ruleVersion: ruleVersion ?? self.ruleVersion,
            evidenceRoot: evidenceRoot ?? self.evidenceRoot, closedCount: closedCount ?? self.closedCount)
    }

    func proposed(by proposer: UInt64) -> Seal { with(proposer: proposer) }

    func counting(_ closed: UInt64) -> Seal { with(closedCount: closed) }

    func forged(_ forgery: SealForgery) -> Seal {
        switch forgery {
        case .height: with(height: height.next)
        case .previous: with(previous: .zero)
        case .firstIndex: with(firstIndex: firstIndex.next)
        case .rootBefore: with(rootBefore: .zero)
        // The block before was sealed 101 seconds earlier.
        case .sameTime: with(time: time - 101_000)
        case .earlierTime: with(time: time - 101_001)
        case .laterTime: with(time: time + 1)
        case .proposer: with(proposer: 1)
        case .stateRoot: with(stateRoot: .zero)
        case .validators: with(validators: .zero)
        case .nextValidators: with(nextValidators: .zero)
        case .parameters: with(parameters: .zero)
        case .ruleVersion: with(ruleVersion: 2)
        case .evidenceRoot: with(evidenceRoot: .zero)
        }
    }
}
