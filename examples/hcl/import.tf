import {
  to = opentrain_job.taken_over
  id = "cm2gexample0001"
}

resource "opentrain_job" "taken_over" {
  job_title = "Transcribe support calls"
}
