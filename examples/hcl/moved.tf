moved {
  from = opentrain_job.calls
  to   = opentrain_job.transcripts
}

resource "opentrain_job" "transcripts" {
  job_title        = "Transcribe support calls"
  job_description  = "Transcribe recorded support calls word for word, with speaker turns and time stamps."
  payment_type     = "PAY_PER_HOUR"
  price_per_hour   = 22
  experience_level = "EXPERT"
  data_volume      = 40
  data_volume_unit = "HOURS_OF_RECORDING_AUDIO_VIDEO"

  lifecycle {
    # The team edits the wording in the OpenTrain app.
    ignore_changes = [job_title, job_description]
  }
}
