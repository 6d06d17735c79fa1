import ArgumentParser
import Releasing
import Sealing
import Signing

/// `deedbox deposit open`: what validators check, what answers prove, and what each use opens to.
struct DepositOpen: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "open", abstract: DepositWords.open)
    }

    @Argument(help: ArgumentHelp(DepositWords.file, valueName: "file")) var path: String
    @OptionGroup var output: OutputOptions

    func run() throws {
        let file = try ReadableJSON.read(path) { (json) throws(JSONError) in try DepositFile(json) }
        let parties = try DepositParties(file)
        var report = Report("")
        do throws(DepositRefusal) {
            let fitting = try FittingDeposit(decoding: file.deposit, within: DepositOpen.terms(file, parties))
            report.fact(tell("manifest", zh: "清单摘要"), fitting.manifest.hex, "manifest")
            tellAcknowledging(fitting, parties, &report)
            let party = try PartyDeposit(fitting.deposit, by: parties.party)
            let opened = fitting.deposit.manifest.uses.indices.count { index in
                open(index, of: party, file, parties, &report)
            }
            report.headline = tell("\(opened) uses open", zh: "可打开 \(opened) 次使用")
        } catch { throw DepositWords.refused(error) }
        output.print(report)
    }

    /// Terms that ask of a deposit what the file says, and set no other bounds than the format's.
    static func terms(_ file: DepositFile, _ parties: DepositParties) -> DepositTerms {
        DepositTerms(
            context: file.context, set: parties.set, regulator: parties.regulator.publicKey,
            mostUses: SecretIndex.limit, expiry: 0...UInt64.max, maxByteCount: Deposit.maxByteCount,
            bytesLeft: Deposit.maxByteCount, entriesLeft: Int.max)
    }

    /// Which validators' own shares are good.
    private func tellAcknowledging(_ fitting: FittingDeposit, _ parties: DepositParties, _ report: inout Report) {
        var good: [String] = []
        for (position, key) in zip(parties.set.positions, parties.weekly) {
            do throws(DepositRefusal) {
                _ = try fitting.ownShares(at: position, by: key)
                good.append("\(position)")
                report.add("acknowledging", .integer(Int64(position.value)))
            } catch { report.add("refusing", .string("\(error)")) }
        }
        report.fact(tell("good shares at", zh: "份额无误的节点"), good.joined(separator: ", "))
    }

    /// Opens one use by the answers of the file; true when it opens.
    private func open(
        _ index: SecretIndex, of party: PartyDeposit, _ file: DepositFile, _ parties: DepositParties,
        _ report: inout Report
    ) -> Bool {
        let manifest = party.deposit.manifest
        guard var collection = ShareCollection(of: manifest, index, from: parties.set) else { return false }
        for bytes in file.answers {
            do throws(AnswerRefusal) {
                let received = try ReceivedAnswer(
                    bytes, to: parties.known, from: parties.set, in: file.context.origin)
                _ = try collection.take(received)
            } catch {
                if case .nothingOf = error { continue }
                report.add("ignored", .string("\(error)"))
            }
        }
        var faults = collection.faults
        defer { for fault in faults { report.add("faults", DepositOpen.json(fault)) } }
        do throws(OpeningRefusal) {
            let opened = try collection.secret().open(party)
            report.fact(tell("use", zh: "使用") + " \(index.value)", opened.body.presentations.joined(separator: " "))
            report.add("uses", DepositOpen.json(index, opened))
            return true
        } catch {
            if case .fault(let evidence) = error { faults.append(evidence) }
            report.fact(tell("use", zh: "使用") + " \(index.value)", "\(error)")
            return false
        }
    }

    private static func json(_ index: SecretIndex, _ opened: OpenedUse) -> JSONValue {
        [
            "use": .integer(Int64(index.value)),
            "presentations": .array(opened.body.presentations.map(JSONValue.string)),
            "receipts": .array(opened.body.receipts.map { .string(Hex.encode($0)) }),
            "keyBindings": .array(opened.ticket.keyBindings.map(JSONValue.string)),
            "case": .string(Hex.encode(opened.ticket.caseOpening)),
            "token": .string(Hex.encode(opened.ticket.traceToken)), "nonce": .string(opened.nonce),
        ]
    }

    private static func json(_ fault: FaultEvidence) -> JSONValue {
        [
            "use": .integer(Int64(fault.index.value)), "kind": .integer(Int64(fault.kind.rawValue)),
            "position": fault.position.map { .integer(Int64($0.value)) } ?? .null,
            "evidence": .string(Hex.encode(fault.encoded)), "digest": .string(fault.digest.hex),
        ]
    }
}
