import ArgumentParser
import Foundation
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer approve`: a second person decides.
struct IssuerApprove: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "approve", abstract: IssuerWords.approve)
    }

    @Argument(help: ArgumentHelp(IssuerWords.approval))
    var approval: Int64
    @Flag(help: ArgumentHelp(IssuerWords.reject))
    var reject = false
    @Option(help: ArgumentHelp(IssuerWords.remark, valueName: "text"))
    var remark = ""
    @Option(help: ArgumentHelp(IssuerWords.patience, valueName: "seconds"))
    var patience: UInt64 = 30
    @Option(help: ArgumentHelp(IssuerWords.receipt, valueName: "file"))
    var receipt: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let id = ApprovalID(approval)
        let door = try await desk.door(staff)
        let body: JSONValue = ["approve": .bool(!reject), "remark": .string(remark)]
        _ = try await door.ask(.post("approvals/\(approval)", body)) { desk, caller in
            try desk.decide(id, isApproved: !reject, remark: remark, by: caller)
            return ["state": .string(reject ? "rejected" : "approved")]
        }
        var whole = try await self.whole(door)
        // One act on the ledger is worth waiting for; of many the desk tells by itself.
        if !reject, whole["kind"] == "type" { whole = try await settled(door) }
        try await door.close()
        var report = whole.report(reject ? tell("Rejected", zh: "已驳回") : tell("Approved", zh: "已批准"))
        for act in whole.items("acts").prefix(1) where whole["kind"] == "type" {
            try IssuerWords.add(act, to: &report, receipt: receipt)
        }
        output.print(report)
    }

    private func whole(_ door: DeskDoor) async throws -> DeskAnswer {
        try await door.ask(.get("approvals/\(approval)")) { desk, _ in try await desk.json(of: ApprovalID(approval)) }
    }

    /// The proposal when its act has come to its end, or as it is when the patience is over.
    private func settled(_ door: DeskDoor) async throws -> DeskAnswer {
        switch door {
        case .folder(let desk, _):
            // Where `serve` runs, it is the one that sends.
            let lock = try MintingLock(desk.folder)
            _ = try await desk.settle(
                ApprovalID(approval), isSending: lock != nil, patienceSeconds: patience)
            withExtendedLifetime(lock) {}
            return try await whole(door)
        case .address:
            let end = Moment.now + patience * 1_000
            while true {
                let found = try await whole(door)
                let isOpen = found.items("acts").contains { $0["stage"] != "final" && $0["stage"] != "refused" }
                guard isOpen, Moment.now < end else { return found }
                try await Task.sleep(for: .milliseconds(300))
            }
        }
    }
}

/// `deedbox issuer approvals`: what waits for a second person, or one proposal.
struct IssuerApprovals: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "approvals", abstract: IssuerWords.approvals)
    }

    @Argument(help: ArgumentHelp(IssuerWords.approval))
    var approval: Int64?
    @Flag(help: ArgumentHelp(IssuerWords.all))
    var all = false
    @Option(help: ArgumentHelp(IssuerWords.receipt, valueName: "file"))
    var receipt: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        if let approval { return try await show(ApprovalID(approval)) }
        let answer = try await desk.ask(staff, .get("approvals", ["all": all ? "1" : nil])) { desk, _ in
            ["approvals": .array(try desk.database.approvals(isOpen: !all, at: desk.second).map(\.json))]
        }
        let found = answer.items("approvals")
        var report = answer.report(tell("\(counted(found.count, "proposal"))", zh: "\(found.count) 项待审"))
        report.body = TextTable.lines(
            [IssuerWords.approvalColumns]
                + found.map {
                    [
                        $0["approval"], $0["kind"], IssuerWords.subject($0), $0["proposer"], $0.second("proposed"),
                        $0["decider"],
                    ]
                })
        output.print(report)
    }

    private func show(_ id: ApprovalID) async throws {
        let answer = try await desk.ask(staff, .get("approvals/\(id)")) { desk, _ in try await desk.json(of: id) }
        var report = answer.report(tell("Proposal \(id)", zh: "提议 \(id)"))
        report.fact(tell("kind", zh: "类型"), answer["kind"])
        report.fact(tell("about", zh: "内容"), IssuerWords.subject(answer))
        let text = answer.inner("proposal").inner("change")["text"]
        if !text.isEmpty, text != "–" { report.fact(tell("says", zh: "说明"), text) }
        report.fact(tell("proposed by", zh: "提出人"), answer["proposer"])
        report.fact(tell("decided by", zh: "审批人"), answer["decider"])
        let acts = answer.items("acts")
        if acts.count == 1 {
            try IssuerWords.add(acts[0], to: &report, receipt: receipt)
        } else {
            report.body = TextTable.lines(acts.map { [$0["act"], $0["kind"], $0["stage"], $0["height"]] })
        }
        output.print(report)
    }
}
