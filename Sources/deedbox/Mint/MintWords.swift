import Importing
import Rulebook

/// Words of the verb `mint`.
enum MintWords {
    static var abstract: String {
        tell("Put a list of certificates onto the ledger, and keep a receipt for each.", zh: "把一批证照登记上链，并为每一份保存回执。")
    }

    static var discussion: String {
        tell(
            """
            The input is a CSV table with a header row, or a folder of files. Of each row or file only a salted \
            commitment goes onto the ledger: nobody can guess from it what it stands for. The salt and the receipt \
            are written beside the input (INPUT.receipts.jsonl); who has them can prove the document, offline, for good.

            Rows with faults are reported with row, field and rule (INPUT.faults.jsonl), and the others go on. The \
            header is row 1. Running the command again mints nothing twice, whenever it was interrupted: before \
            anything is sent it is written down in INPUT.minting.

            Such a record has a random salt and no correction key: no holder can dispute it on the ledger. It is for \
            registers whose documents have no wallet behind them. What goes to holders is minted by a desk: \
            `deedbox issuer mint`.
            """,
            zh: """
                输入是带表头的 CSV 表格，或一个文件夹。每一行（或每个文件）只有加盐承诺上链，无法由它猜出原文。盐值和回执\
                写在输入文件旁（INPUT.receipts.jsonl）；凭此可离线、永久地证明该文档。

                有问题的行会按“行、字段、规则”报告（INPUT.faults.jsonl），其余各行照常进行。表头是第 1 行。任何时候中断后\
                重新运行都不会重复登记：发送之前都先写入 INPUT.minting。

                此类记录使用随机盐值，没有更正密钥：持有人无法在账本上对其提出异议。它适用于没有钱包的存量登记；发给持有人的文档请由签发台\
                签发：deedbox issuer mint。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox mint police.csv --key police.key --node http://127.0.0.1:7101",
                "deedbox mint scans --type 11100000000013127D001 --key police.key",
                "deedbox mint police.csv --key police.key --check") + "\n\n" + ConsoleWords.exitCodes
    }

    static var input: String { tell("A CSV file, or a folder of files.", zh: "CSV 文件，或存放文件的文件夹。") }

    static var type: String {
        tell("The type of all documents; otherwise the column `type` names it.", zh: "所有文档的类型；缺省由 type 列给出。")
    }

    static var out: String {
        tell("Where the receipts go; otherwise INPUT.receipts.jsonl.", zh: "回执文件；缺省为 INPUT.receipts.jsonl。")
    }

    static var expiryColumn: String {
        tell(
            "Put the last day of validity in this column onto the ledger, for all to see.",
            zh: "把该列中的有效期截止日期公开登记上链。")
    }

    static var checkOnly: String {
        tell("Only check the rows; nothing goes onto the ledger.", zh: "只检查各行，不上链。")
    }

    // What is wrong with the input as a whole.

    static func noTypeColumn(_ path: String) -> CommandError {
        .refused(
            "no-type",
            tell("\(path) has no column `type`, and no --type is given", zh: "\(path) 没有 type 列，也没有给出 --type"),
            next: tell("add the column, or give --type CODE for all rows", zh: "请添加该列，或用 --type 指定所有行的类型"))
    }

    static func noSuchColumn(_ path: String, _ name: String) -> CommandError {
        .refused(
            "no-such-column", tell("\(path) has no column \(name)", zh: "\(path) 没有 \(name) 列"),
            next: tell("check the header row", zh: "请检查表头"))
    }

    static func emptyColumn(_ path: String, _ place: Int) -> CommandError {
        .refused(
            "empty-column", tell("column \(place) of \(path) has no name", zh: "\(path) 的第 \(place) 列没有列名"),
            next: tell("name every column in the header row", zh: "请在表头中写明每一列的名称"))
    }

    static func columnTwice(_ path: String, _ name: String) -> CommandError {
        .refused(
            "column-twice", tell("\(path) has two columns named \(name)", zh: "\(path) 有两列都叫 \(name)"),
            next: tell("give every column a name of its own", zh: "请让每一列的名称各不相同"))
    }

    static func notAnIssuer(_ member: String, _ roles: [String]) -> CommandError {
        let list = roles.joined(separator: tell(", ", zh: "、"))
        return .refused(
            "missing-role",
            tell("\(member) is no issuer on this ledger; its roles: \(list)", zh: "\(member) 在本账本上不是签发机构；其角色：\(list)"),
            next: tell("give --key of an issuer: `deedbox member list`", zh: "请用 --key 给出签发机构的密钥：deedbox member list"))
    }

    static func badTable(_ path: String, _ error: CSVError) -> CommandError {
        .refused(
            "bad-csv",
            tell(
                "\(path), line \(error.line): \(error.fault.words.en)",
                zh: "\(path) 第 \(error.line) 行：\(error.fault.words.zh)"),
            next: tell(
                "correct that line and run the command again: what is minted already stays so, and is not minted twice",
                zh: "请更正该行后重新运行：已登记的保持不变，不会重复登记"))
    }

    static func unknownTypeAsked(_ code: TypeCode) -> CommandError {
        .refused(
            "unknown-type", tell("the catalogue has no type \(code)", zh: "目录中没有类型 \(code)"),
            next: "deedbox type list")
    }

    static var folderNeedsType: CommandError {
        .usage(tell("a folder needs --type", zh: "输入为文件夹时需要 --type"), next: "deedbox type list")
    }
}
