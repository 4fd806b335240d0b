extension GeneralRun {
    /// The run as it stands: run on, both give the same bits.
    package func fork() -> GeneralRun { GeneralRun(copying: self) }
}
